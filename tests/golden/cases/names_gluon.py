from mxnet.gluon import nn


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels):
        super().__init__()
        setattr(self, "block1-0", nn.Conv2D(4, 1, in_channels=in_channels))
        self.relu = nn.Activation("relu")
        setattr(self, "bn-0", nn.BatchNorm(in_channels=4))

    def hybrid_forward(self, F, x):
        return getattr(self, "bn-0")(self.relu(getattr(self, "block1-0")(x)))


class List(nn.HybridSequential):
    """Block List."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(nn.Conv2D(4, 1, in_channels=in_channels), nn.Activation("relu"))


class Group0(nn.HybridBlock):
    """Part `group-0` of Names."""

    def __init__(self):
        super().__init__()
        setattr(self, "inner-0", nn.Conv2D(4, 1, in_channels=4))
        setattr(self, "inner-1", nn.BatchNorm(in_channels=4))

    def hybrid_forward(self, F, x):
        return getattr(self, "inner-1")(getattr(self, "inner-0")(x))


class Cond0(nn.HybridBlock):
    """Part `cond-0` of Names."""

    def __init__(self):
        super().__init__()
        setattr(self, "a-0", nn.Conv2D(4, 1, in_channels=4))

    def hybrid_forward(self, F, x):
        return getattr(self, "a-0")(x)


class Names(nn.HybridBlock):
    """Names that are no identifiers, and names that a local variable or a module has
    too.
    """

    def __init__(self, forward_width=4):
        super().__init__()
        setattr(self, "conv1-0", nn.Conv2D(forward_width, 3, padding=1, in_channels=3))
        setattr(self, "bn-0", nn.BatchNorm(in_channels=forward_width))
        setattr(self, "unit-0", Unit(forward_width))
        setattr(self, "list-0", List(4))
        setattr(self, "group-0", Group0())
        layer = nn.HybridSequential()
        layer.add(nn.Conv2D(4, 1, in_channels=4), nn.Activation("relu"))
        setattr(self, "listed-0", layer)
        layer = nn.HybridSequential()
        for i in range(2):
            layer.register_child(Unit(4), f"copy-{i}")
        setattr(self, "rep-0", layer)
        setattr(self, "cond-0", Cond0() if forward_width > 3 else nn.HybridSequential())
        self.y = nn.Conv2D(4, 1, in_channels=4)
        self.z = nn.Conv2D(4, 1, in_channels=4)
        self.skip = nn.Conv2D(4, 1, in_channels=4)
        self._private = nn.Conv2D(4, 1, in_channels=4)
        self.Upper = nn.Conv2D(4, 1, in_channels=4)
        setattr(self, "r-0", nn.Conv2D(4, 1, in_channels=4))
        setattr(self, "s-0", nn.BatchNorm(in_channels=4))

    def hybrid_forward(self, F, x):
        x = getattr(self, "bn-0")(getattr(self, "conv1-0")(x))
        x = getattr(self, "unit-0")(x)
        y = getattr(self, "list-0")(x)
        y = getattr(self, "group-0")(y)
        y = getattr(self, "listed-0")(y)
        y = getattr(self, "rep-0")(y)
        y = getattr(self, "cond-0")(y)
        other = self.y(y)
        x = other + self.z(other) + x
        x = self.skip(x)
        x = self._private(x)
        x = self.Upper(x)
        shortcut = getattr(self, "s-0")(x)
        x = getattr(self, "r-0")(x) + shortcut
        return (x + shortcut, other)
