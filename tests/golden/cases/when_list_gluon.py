from mxnet.gluon import nn


class Unit(nn.HybridSequential):
    """Block Unit."""

    def __init__(self, in_channels, channels, norm=True, act=True):
        super().__init__()
        self.add(nn.Conv2D(channels, 1, in_channels=in_channels))
        if norm:
            self.add(nn.BatchNorm(in_channels=channels))
        if act:
            self.add(nn.Activation("relu"))
        self.add(nn.Conv2D(channels, 1, in_channels=channels))


class Layer(nn.HybridBlock):
    """Part `c` of WhenList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class WhenList(nn.HybridBlock):
    """In a list, what is left out takes no number."""

    def __init__(self, norm=False, deep=True):
        super().__init__()
        self.a = Unit(4, 4, norm=norm)
        self.b = Unit(4, 4, act=False)
        self.c = nn.HybridSequential()
        if norm:
            self.c.add(nn.BatchNorm(in_channels=4))
        self.c.add(nn.Conv2D(4, 1, in_channels=4))
        if deep:
            layer = nn.HybridSequential()
            layer.add(nn.Conv2D(4, 1, in_channels=4))
            self.c.add(layer)
        if not deep:
            self.c.add(Unit(4, 4))
        if deep:
            self.c.add(Layer())
        channels = 4
        for i in range(2):
            if i == 1:
                self.c.add(nn.BatchNorm(in_channels=channels))
            self.c.add(nn.Conv2D(3 + i, 1, in_channels=channels))
            channels = 3 + i
        self.c.add(nn.Conv2D(2, 1, in_channels=4))

    def hybrid_forward(self, F, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
