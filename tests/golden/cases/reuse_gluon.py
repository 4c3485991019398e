from mxnet.gluon import nn


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(channels, 3, padding=1, in_channels=in_channels)
        self.bn = nn.BatchNorm(in_channels=channels)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        x = self.relu(self.bn(self.conv(x)))
        return self.conv(x)


class Listed(nn.HybridSequential):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.Conv2D(in_channels, 1, in_channels=in_channels), nn.Activation("relu")
        )


class Reuse(nn.HybridBlock):
    """One module, applied several times."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 3, padding=1, in_channels=4)
        self.bn = nn.BatchNorm(in_channels=4)
        self.pool = nn.MaxPool2D()
        self.unit = Unit(4)
        self.listed = Listed(4)
        self.narrow = nn.Conv2D(4, 1, in_channels=8)
        self.group = nn.HybridSequential()
        self.group.add(nn.Conv2D(4, 1, in_channels=4), nn.Activation("tanh"))
        self.rep = nn.HybridSequential()
        for _ in range(2):
            self.rep.add(Unit(4))
        self.tanh = nn.Activation("tanh")
        self.inner = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        x = self.conv(x)
        conv2 = self.conv(x)
        x = self.bn(conv2)
        bn2 = self.bn(x)
        x = self.conv(self.pool(bn2))
        x = self.unit(x)
        x = self.listed(x)
        x = self.unit(x)
        listed2 = self.listed(conv2)
        y = self.narrow(F.concat(bn2, listed2, dim=1))
        y = self.group(y)
        y = self.group(y)
        y = self.rep(y)
        z = self.rep(listed2)
        x = z + self.tanh(y) + F.UpSampling(x, scale=2, sample_type="nearest")
        shortcut = self.conv(x)
        x = self.inner(x)
        x = self.inner(x) + shortcut
        return self.inner(x)
