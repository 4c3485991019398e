import math

from torch import nn


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, channels, act="relu"):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, round(channels * 1.5), 1, bias=channels != 4)
        if channels == 4:
            self.bn = nn.BatchNorm2d(round(channels * 1.5))
        else:
            self.bn = nn.Identity()
        self.relu = nn.ReLU() if act not in ("tanh", "none") else nn.Identity()
        self.tanh = nn.Tanh() if act == "tanh" else nn.Identity()
        self.last = nn.Conv2d(round(channels * 1.5), max(in_channels, channels), 1)

    def forward(self, x):
        x = self.relu(self.bn(self.conv(x)))
        return self.last(self.tanh(x))


class Idioms(nn.Module):
    """Expressions that linters would have shorter."""

    def __init__(self, width=4, wide=False, sizes=(3, 4)):
        super().__init__()
        plain = width != 5
        most = max(width, 3)
        least = min(3, width)
        both = 2 < width <= 6
        flag = width > 2
        other = not width > 2
        self.a = Unit(4, width)
        self.b = Unit(max(4, width), most, act="tanh")
        self.c = nn.Conv2d(
            max(max(4, width), most), math.ceil(least / 2), 1, bias=plain
        )
        if flag:
            self.d = nn.Conv2d(math.ceil(least / 2), 4, 1, bias=both)
        else:
            self.d = nn.Identity()
        if not wide:
            self.e = nn.Conv2d(4 if flag else math.ceil(least / 2), 4, 1, bias=not both)
        else:
            self.e = nn.Identity()
        self.f = nn.Sequential()
        if other and wide:
            self.f.append(nn.BatchNorm2d(4 if flag else math.ceil(least / 2)))
        self.g = nn.Sequential()
        channels = (
            (
                (4 if flag else math.ceil(least / 2))
                if wide
                else 4
                if not wide
                else 4
                if flag
                else math.ceil(least / 2)
            )
            if other
            else 4
            if not wide
            else 4
            if flag
            else math.ceil(least / 2)
        )
        for size in sizes:
            self.g.append(nn.Conv2d(channels, size, 1, bias=size > 3))
            channels = size
        self.h = nn.Sequential()
        features = sizes[-1]
        for size in sizes:
            self.h.append(nn.Conv2d(features, size + width, 1))
            features = size + width

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        x = self.c(x)
        x = self.d(x)
        x = self.e(x)
        x = self.f(x)
        x = self.g(x)
        return self.h(x)
