import mxnet as mx
from mxnet.gluon import nn


class LayerScale(nn.HybridBlock):
    """Multiplication by learned factors."""

    def __init__(self, shape, initializer="ones"):
        super().__init__()
        self.factors = self.params.get("factors", shape=shape, init=initializer)

    def hybrid_forward(self, F, x, factors):
        return F.broadcast_mul(x, factors)


class UniformBetween(mx.init.Initializer):
    """Values drawn evenly between two bounds."""

    def __init__(self, low, high):
        super().__init__(low=low, high=high)
        self.low = low
        self.high = high

    def _init_weight(self, name, arr):
        mx.nd.random.uniform(self.low, self.high, arr.shape, out=arr)


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, start, scaled=True):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, 3, padding=1, in_channels=in_channels)
        if scaled:
            self.layer_scale = LayerScale(
                (in_channels, 1, 1), initializer=mx.init.Constant(start)
            )
        else:
            self.layer_scale = nn.HybridSequential()
        self.after = LayerScale((in_channels, 1, 1))

    def hybrid_forward(self, F, x):
        y = self.layer_scale(self.conv(x))
        return self.after(y + x)


class Layer(nn.HybridBlock):
    """A part of Listed."""

    def __init__(self):
        super().__init__()
        self.body = LayerScale((6, 1, 1), initializer="zeros")

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class Listed(nn.HybridSequential):
    """Block Listed."""

    def __init__(self, in_channels, start=2):
        super().__init__()
        self.add(
            nn.Conv2D(6, 1, in_channels=in_channels),
            LayerScale((6, 1, 1), initializer=mx.init.Constant(start)),
            Layer(),
        )
        for _ in range(2):
            self.add(LayerScale((6, 1, 1)))


class Flat(nn.HybridBlock):
    """Block Flat."""

    def __init__(self, in_channels):
        super().__init__()
        self.s = LayerScale((in_channels,), initializer=mx.init.Normal(0.3))
        self.relu = nn.Activation("relu")
        self.t = LayerScale((in_channels,), initializer=UniformBetween(0.5, 2))

    def hybrid_forward(self, F, x):
        return self.t(self.relu(self.s(x)))


class Group(nn.HybridBlock):
    """Part `group` of Scaled."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(3, 1, in_channels=4)
        self.s = LayerScale((3, 1, 1))

    def hybrid_forward(self, F, x):
        return self.s(self.conv(x))


class CopiesLayer(nn.HybridBlock):
    """Part `copies` of Scaled."""

    def __init__(self):
        super().__init__()
        self.s = LayerScale((3, 1, 1))

    def hybrid_forward(self, F, x):
        return self.s(x)


class RowsLayer(nn.HybridBlock):
    """Part `rows` of Scaled."""

    def __init__(self):
        super().__init__()
        self.s = LayerScale((3, 1, 1))
        self.bn = nn.BatchNorm(in_channels=3)

    def hybrid_forward(self, F, x):
        return self.bn(self.s(x))


class Scaled(nn.HybridBlock):
    """Weights without a name of their own, in every place where one can stand."""

    def __init__(self, start=1e-6, scaled=True):
        super().__init__()
        self.first = LayerScale((4, 1, 1))
        self.unit = Unit(4, start)
        self.plain = Unit(4, start, scaled=scaled)
        self.group = Group()
        self.copies = nn.HybridSequential()
        for i in range(2):
            self.copies.register_child(CopiesLayer(), f"c{i}")
        self.rows = nn.HybridSequential()
        for _ in range(2):
            self.rows.add(RowsLayer())
        setattr(self, "a-b", LayerScale((3, 1, 1)))
        self.listed = Listed(3)
        self.both_0 = LayerScale((6, 1, 1))
        self.both_1 = LayerScale((6, 1, 1))
        self.last = LayerScale((6,))
        self.flat = Flat(5 * 3 * 6)

    def hybrid_forward(self, F, x):
        x = self.unit(self.first(x))
        x = self.plain(x)
        x = self.group(x)
        x = self.copies(x)
        x = getattr(self, "a-b")(self.rows(x))
        x = self.listed(x)
        x = F.transpose(self.both_0(x) + self.both_1(x), axes=(0, 2, 3, 1))
        x = F.flatten(self.last(x))
        x = self.flat(x)
        return self.flat(x)
