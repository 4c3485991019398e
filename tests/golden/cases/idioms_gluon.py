import math

from mxnet.gluon import nn


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, channels, act="relu"):
        super().__init__()
        self.conv = nn.Conv2D(
            round(channels * 1.5), 1, in_channels=in_channels, use_bias=channels != 4
        )
        if channels == 4:
            self.bn = nn.BatchNorm(in_channels=round(channels * 1.5))
        else:
            self.bn = nn.HybridSequential()
        if act not in ("tanh", "none"):
            self.relu = nn.Activation("relu")
        else:
            self.relu = nn.HybridSequential()
        if act == "tanh":
            self.tanh = nn.Activation("tanh")
        else:
            self.tanh = nn.HybridSequential()
        self.last = nn.Conv2D(
            max(in_channels, channels), 1, in_channels=round(channels * 1.5)
        )

    def hybrid_forward(self, F, x):
        x = self.relu(self.bn(self.conv(x)))
        return self.last(self.tanh(x))


class Idioms(nn.HybridBlock):
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
        self.c = nn.Conv2D(
            math.ceil(least / 2),
            1,
            in_channels=max(max(4, width), most),
            use_bias=plain,
        )
        if flag:
            self.d = nn.Conv2D(4, 1, in_channels=math.ceil(least / 2), use_bias=both)
        else:
            self.d = nn.HybridSequential()
        if not wide:
            self.e = nn.Conv2D(
                4, 1, in_channels=4 if flag else math.ceil(least / 2), use_bias=not both
            )
        else:
            self.e = nn.HybridSequential()
        self.f = nn.HybridSequential()
        if other and wide:
            self.f.add(nn.BatchNorm(in_channels=4 if flag else math.ceil(least / 2)))
        self.g = nn.HybridSequential()
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
            self.g.add(nn.Conv2D(size, 1, in_channels=channels, use_bias=size > 3))
            channels = size
        self.h = nn.HybridSequential()
        features = sizes[-1]
        for size in sizes:
            self.h.add(nn.Conv2D(size + width, 1, in_channels=features))
            features = size + width

    def hybrid_forward(self, F, x):
        x = self.a(x)
        x = self.b(x)
        x = self.c(x)
        x = self.d(x)
        x = self.e(x)
        x = self.f(x)
        x = self.g(x)
        return self.h(x)
