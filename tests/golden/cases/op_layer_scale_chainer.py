import chainer
import chainer.functions as F
import chainer.links as L
from chainer import initializers


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class NamedStack(chainer.Chain):
    """Applies its links in the order in which they were added."""

    def __init__(self):
        super().__init__()
        self.names = []

    def add_link(self, name, link):
        super().add_link(name, link)
        self.names.append(name)

    def append(self, link):
        self.add_link(str(sum(map(str.isdigit, self.names))), link)

    def __iter__(self):
        return (self[name] for name in self.names)

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class LayerScale(chainer.Link):
    """Multiplication by learned factors."""

    def __init__(self, initializer, shape):
        super().__init__()
        with self.init_scope():
            self.factors = chainer.Parameter(initializer, shape)

    def forward(self, x):
        return self.factors * x


class Between(chainer.Initializer):
    """Uniform numbers between two bounds."""

    def __init__(self, low, high):
        super().__init__()
        self.low, self.high = low, high

    def __call__(self, array):
        xp = chainer.backend.get_array_module(array)
        array[...] = xp.random.uniform(self.low, self.high, array.shape)


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, start, scaled=True):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, in_channels, 3, pad=1)
            self.use_layer_scale = scaled
            if scaled:
                self.layer_scale = chainer.Parameter(start, (in_channels, 1, 1))
            self.after = chainer.Parameter(1, (in_channels, 1, 1))

    def forward(self, x):
        y = self.conv(x)
        if self.use_layer_scale:
            y = self.layer_scale * y
        return self.after * (y + x)


class Layer(chainer.Chain):
    """A part of Listed."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = chainer.Parameter(0, (6, 1, 1))

    def forward(self, x):
        return self.body * x + x


class Listed(Stack):
    """Block Listed."""

    def __init__(self, in_channels, start=2):
        super().__init__(
            L.Convolution2D(in_channels, 6, 1),
            LayerScale(start, (6, 1, 1)),
            Layer(),
            *(LayerScale(1, (6, 1, 1)) for _ in range(2)),
        )


class Flat(chainer.Chain):
    """Block Flat."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.s = chainer.Parameter(initializers.Normal(0.3), (in_channels,))
            self.t = chainer.Parameter(Between(0.5, 2), (in_channels,))

    def forward(self, x):
        x = F.relu(self.s * x)
        return self.t * x


class Group(chainer.Chain):
    """Part `group` of Scaled."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 3, 1)
            self.s = chainer.Parameter(1, (3, 1, 1))

    def forward(self, x):
        return self.s * self.conv(x)


class CopiesLayer(chainer.Chain):
    """Part `copies` of Scaled."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.s = chainer.Parameter(1, (3, 1, 1))

    def forward(self, x):
        return self.s * x


class RowsLayer(chainer.Chain):
    """Part `rows` of Scaled."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.s = chainer.Parameter(1, (3, 1, 1))
            self.bn = L.BatchNormalization(3, eps=1e-5)

    def forward(self, x):
        return self.bn(self.s * x)


class Scaled(chainer.Chain):
    """Weights without a name of their own, in every place where one can stand."""

    def __init__(self, start=1e-6, scaled=True):
        super().__init__()
        with self.init_scope():
            self.first = chainer.Parameter(1, (4, 1, 1))
            self.unit = Unit(4, start)
            self.plain = Unit(4, start, scaled=scaled)
            self.group = Group()
            self.copies = NamedStack()
            for i in range(2):
                self.copies.add_link(f"c{i}", CopiesLayer())
            self.rows = Stack(*(RowsLayer() for _ in range(2)))
            self.add_link("a-b", LayerScale(1, (3, 1, 1)))
            self.listed = Listed(3)
            self.both_0 = chainer.Parameter(1, (6, 1, 1))
            self.both_1 = chainer.Parameter(1, (6, 1, 1))
            self.last = chainer.Parameter(1, (6,))
            self.flat = Flat(5 * 3 * 6)

    def forward(self, x):
        x = self.unit(self.first * x)
        x = self.plain(x)
        x = self.group(x)
        x = self.copies(x)
        x = self["a-b"](self.rows(x))
        x = self.listed(x)
        x = F.transpose(self.both_0 * x + self.both_1 * x, (0, 2, 3, 1))
        x = self.last * x
        x = self.flat(F.reshape(x, (len(x), -1)))
        return self.flat(x)
