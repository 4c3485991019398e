import math

import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, channels, act="relu"):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels, round(channels * 1.5), 1, nobias=channels == 4
            )
            if channels == 4:
                self.bn = L.BatchNormalization(round(channels * 1.5), eps=1e-5)
            else:
                self.bn = F.identity
            self.relu = F.relu if act not in ("tanh", "none") else F.identity
            self.tanh = F.tanh if act == "tanh" else F.identity
            self.last = L.Convolution2D(
                round(channels * 1.5), max(in_channels, channels), 1
            )

    def forward(self, x):
        x = self.relu(self.bn(self.conv(x)))
        return self.last(self.tanh(x))


class Idioms(chainer.Chain):
    """Expressions that linters would have shorter."""

    def __init__(self, width=4, wide=False, sizes=(3, 4)):
        super().__init__()
        plain = width != 5
        most = max(width, 3)
        least = min(3, width)
        both = 2 < width <= 6
        flag = width > 2
        other = not width > 2
        with self.init_scope():
            self.a = Unit(4, width)
            self.b = Unit(max(4, width), most, act="tanh")
            self.c = L.Convolution2D(
                max(max(4, width), most), math.ceil(least / 2), 1, nobias=not plain
            )
            if flag:
                self.d = L.Convolution2D(math.ceil(least / 2), 4, 1, nobias=not both)
            else:
                self.d = F.identity
            if not wide:
                self.e = L.Convolution2D(
                    4 if flag else math.ceil(least / 2), 4, 1, nobias=both
                )
            else:
                self.e = F.identity
            self.f = Stack()
            if other and wide:
                self.f.append(
                    L.BatchNormalization(4 if flag else math.ceil(least / 2), eps=1e-5)
                )
            self.g = Stack()
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
                self.g.append(L.Convolution2D(channels, size, 1, nobias=not size > 3))
                channels = size
            self.h = Stack()
            features = sizes[-1]
            for size in sizes:
                self.h.append(L.Convolution2D(features, size + width, 1))
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
