from mxnet.gluon import nn


class InnerLayer(nn.HybridBlock):
    """Part `outer.inner` of RunningWithin."""

    def __init__(self, width, channels):
        super().__init__()
        self.unit = nn.HybridSequential()
        self.unit.add(nn.Conv2D(width, 1, in_channels=channels))

    def hybrid_forward(self, F, x):
        return self.unit(x)


class Layer(nn.HybridBlock):
    """Part `outer` of RunningWithin."""

    def __init__(self, i):
        super().__init__()
        self.inner = nn.HybridSequential()
        channels = 3 if i == 0 else 5
        for width in (4, 5):
            self.inner.add(InnerLayer(width, channels))
            channels = width

    def hybrid_forward(self, F, x):
        return self.inner(x)


class RunningWithin(nn.HybridBlock):
    """A size that runs along a repeat inside of another one, and on from there."""

    def __init__(self):
        super().__init__()
        self.outer = nn.HybridSequential()
        for i in range(2):
            self.outer.add(Layer(i))
        self.fc = nn.Conv2D(2, 1, in_channels=5)

    def hybrid_forward(self, F, x):
        x = self.outer(x)
        return self.fc(x)
