from mxnet.gluon import nn


class Unit(nn.HybridSequential):
    """Block Unit."""

    def __init__(self, in_channels, channels=4, stride=1):
        super().__init__()
        self.add(
            nn.Conv2D(channels, 1, strides=stride, in_channels=in_channels),
            nn.Activation("tanh"),
        )


class Layer(nn.HybridBlock):
    """Part `growing` of Repeats."""

    def __init__(self, i):
        super().__init__()
        layer = nn.HybridSequential()
        layer.add(nn.Conv2D(2, 1, in_channels=4 + i * 2))
        setattr(self, "1", layer)

    def hybrid_forward(self, F, x):
        return F.concat(x, getattr(self, "1")(x), dim=1)


class NamedLayer(nn.HybridBlock):
    """Part `named` of Repeats."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=4)
        self.bn = nn.BatchNorm(in_channels=4)

    def hybrid_forward(self, F, x):
        return self.bn(self.conv(x))


class Repeats(nn.HybridBlock):
    """Copies by number and by name, of a node, a list and a mapping."""

    def __init__(self, count=2):
        super().__init__()
        self.single = nn.HybridSequential()
        for _ in range(2):
            self.single.add(nn.Conv2D(4, 3, padding=1, in_channels=4))
        self.call = nn.HybridSequential()
        for i in range(count):
            self.call.add(Unit(4 if i == 0 else 5, channels=5))
        self.index = nn.HybridSequential()
        channels = 5
        for i in range(3):
            self.index.add(Unit(channels, channels=4 + i))
            channels = 4 + i
        self.renamed = nn.HybridSequential()
        features = 6
        for stage in range(2):
            self.renamed.add(Unit(features, channels=(3, 4)[stage]))
            features = (3, 4)[stage]
        self.growing = nn.HybridSequential()
        for i in range(count + 1):
            self.growing.register_child(Layer(i), f"denselayer{i + 1}")
        self.listed = nn.HybridSequential()
        for i in range(2):
            layer = nn.HybridSequential()
            layer.add(
                nn.Conv2D(4, 1, in_channels=count * 2 + 6 if i == 0 else 4),
                nn.BatchNorm(in_channels=4),
                nn.Activation("tanh"),
            )
            self.listed.add(layer)
        self.named = nn.HybridSequential()
        for _ in range(2):
            self.named.add(NamedLayer())
        self.one = nn.HybridSequential()
        for _ in range(1):
            self.one.add(Unit(4, channels=3))
        self.none = nn.HybridSequential()
        for _ in range(3):
            self.none.add(nn.Activation("relu"))
        self.over = nn.HybridSequential()
        channels2 = 3
        for width, stride in ((4, 1), (6, 2)):
            self.over.add(Unit(channels2, channels=width, stride=stride))
            channels2 = width
        self.over_one = nn.HybridSequential()
        channels3 = 6
        for i, width in enumerate((3, 5)):
            self.over_one.register_child(
                Unit(channels3, channels=width), f"w{width}_{i}"
            )
            channels3 = width

    def hybrid_forward(self, F, x):
        x = self.single(x)
        x = self.call(x)
        x = self.index(x)
        x = self.renamed(x)
        x = self.growing(x)
        x = self.listed(x)
        x = self.named(x)
        x = self.one(x)
        x = self.none(x)
        x = self.over(x)
        return self.over_one(x)
