import paddle
from paddle import nn
from paddle.nn import functional as F


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, channels, 3, padding=1)
        self.bn = nn.BatchNorm2D(channels)

    def forward(self, x):
        x = F.relu(self.bn(self.conv(x)))
        return self.conv(x)


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__(nn.Conv2D(in_channels, in_channels, 1), nn.ReLU())


class Reuse(nn.Layer):
    """One module, applied several times."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 4, 3, padding=1)
        self.bn = nn.BatchNorm2D(4)
        self.pool = nn.MaxPool2D(2)
        self.unit = Unit(4)
        self.listed = Listed(4)
        self.narrow = nn.Conv2D(8, 4, 1)
        self.group = nn.Sequential(nn.Conv2D(4, 4, 1), nn.Tanh())
        self.rep = nn.Sequential(*(Unit(4) for _ in range(2)))
        self.inner = nn.Conv2D(4, 4, 1)

    def forward(self, x):
        x = self.conv(x)
        conv2 = self.conv(x)
        x = self.bn(conv2)
        bn2 = self.bn(x)
        x = self.conv(self.pool(bn2))
        x = self.unit(x)
        x = self.listed(x)
        x = self.unit(x)
        listed2 = self.listed(conv2)
        y = self.narrow(paddle.concat((bn2, listed2), axis=1))
        y = self.group(y)
        y = self.group(y)
        y = self.rep(y)
        z = self.rep(listed2)
        x = z + F.tanh(y) + F.interpolate(x, scale_factor=2, mode="nearest")
        shortcut = self.conv(x)
        x = self.inner(x)
        x = self.inner(x) + shortcut
        return self.inner(x)
