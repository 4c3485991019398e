from mxnet.gluon import nn


class Layer(nn.HybridBlock):
    """Part `gates` of NamedCopies."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x, skip):
        return F.broadcast_mul(self.conv(x), skip)


class NamedCopies(nn.HybridBlock):
    """Named copies that read a value from outside their repeat."""

    def __init__(self, depth=2):
        super().__init__()
        self.stem = nn.Conv2D(4, 1, in_channels=3)
        self.gates = nn.HybridSequential()
        for i in range(depth):
            self.gates.register_child(Layer(), f"gate{i}")

    def hybrid_forward(self, F, x):
        x = self.stem(x)
        y = x
        for layer in self.gates:
            y = layer(y, x)
        return y
