from mxnet.gluon import nn


class WhenEmpty(nn.HybridBlock):
    """Groups under a condition that hold nothing."""

    def __init__(self, widths=(4,), deep=False):
        super().__init__()
        self.conv = nn.Conv2D(4, 3, in_channels=3)
        self.part = nn.HybridSequential()
        layer = nn.HybridSequential()
        setattr(self, "part-2", layer)
        self.many = nn.HybridSequential()
        if deep:
            for _ in range(2):
                layer = nn.HybridSequential()
                self.many.add(layer)
        self.listed = nn.HybridSequential()
        if deep:
            layer = nn.HybridSequential()
            self.listed.add(layer)
        if not deep:
            layer = nn.HybridSequential()
            self.listed.add(layer)
        self.fc = nn.Conv2D(2, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        x = self.conv(x)
        x = self.part(x)
        x = getattr(self, "part-2")(x)
        x = self.many(x)
        x = self.listed(x)
        return self.fc(x)
