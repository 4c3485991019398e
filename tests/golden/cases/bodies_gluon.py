from mxnet.gluon import nn


class Listed(nn.HybridSequential):
    """Block Listed."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.add(
            nn.Conv2D(channels, 3, padding=1, in_channels=in_channels),
            nn.Activation("relu"),
        )


class Named(nn.HybridBlock):
    """Block Named."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(in_channels + 1, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        return self.relu(self.conv(x))


class Single(nn.HybridSequential):
    """Block Single."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(nn.Conv2D(3, 1, in_channels=in_channels))


class Nothing(nn.HybridSequential):
    """Block Nothing."""


class NamedSeq(nn.HybridBlock):
    """Part `named_seq` of Bodies."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=3)
        self.bn = nn.BatchNorm(in_channels=4)
        self.tanh = nn.Activation("tanh")

    def hybrid_forward(self, F, x):
        return self.tanh(self.bn(self.conv(x)))


class Layer(nn.HybridBlock):
    """Part `listed_seq` of Bodies."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Conv2D(2, 1, in_channels=5)

    def hybrid_forward(self, F, x):
        return self.inner(x)


class Bodies(nn.HybridBlock):
    """Mappings, lists and nothing as the body of a class and of a group."""

    def __init__(self):
        super().__init__()
        self.named_seq = NamedSeq()
        self.listed_seq = nn.HybridSequential()
        self.listed_seq.add(
            nn.Conv2D(5, 1, in_channels=4), nn.BatchNorm(in_channels=5), Layer()
        )
        layer = nn.HybridSequential()
        inner = nn.HybridSequential()
        inner.add(nn.Activation("relu"), nn.Conv2D(3, 1, in_channels=2))
        layer.add(inner)
        self.listed_seq.add(layer)
        self.empty = nn.HybridSequential()
        self.listed = Listed(3)
        self.named = Named(4)
        self.single = Single(5)
        self.nothing = Nothing()

    def hybrid_forward(self, F, x):
        x = self.named_seq(x)
        x = self.listed_seq(x)
        x = self.empty(x)
        x = self.listed(x)
        x = self.named(x)
        x = self.single(x)
        return self.nothing(x)
