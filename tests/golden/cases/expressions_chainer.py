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

    def __init__(
        self, in_channels, channels, wide=False, kernels=(3, 1), scale=1.5, kind="small"
    ):
        super().__init__()
        kernels = list(kernels)
        with self.init_scope():
            self.a = L.Convolution2D(
                in_channels,
                channels * 2 if wide else channels,
                kernels[0],
                pad=kernels[0] // 2,
            )
            self.b = L.Convolution2D(
                channels * 2 if wide else channels, int(channels * scale), kernels[-1]
            )
            self.c = L.Convolution2D(
                int(channels * scale),
                max(channels, in_channels, 3) + min(channels, 2),
                1,
            )
            self.d = L.Convolution2D(
                max(channels, in_channels, 3) + min(channels, 2),
                abs(in_channels - channels) + 1,
                1,
            )
            self.e = L.Convolution2D(
                abs(in_channels - channels) + 1,
                math.floor(channels / 3) + math.ceil(channels / 3),
                1,
            )
            self.f = L.Convolution2D(
                math.floor(channels / 3) + math.ceil(channels / 3),
                round(channels * 0.7) % 5 + 1,
                1,
            )
            if kind in ("small", "tiny") and not (wide or channels > 100):
                self.g = L.BatchNormalization(round(channels * 0.7) % 5 + 1, eps=1e-5)
            else:
                self.g = F.identity
            self.h = L.Convolution2D(
                round(channels * 0.7) % 5 + 1, len(kernels) + sum(kernels) - 1, 1
            )
            self.i = L.Convolution2D(
                len(kernels) + sum(kernels) - 1, (channels * 2 - 2) // 3 + 1, 1
            )
            self.j = F.relu if 1 < channels <= 64 else F.identity
            self.k = L.Convolution2D((channels * 2 - 2) // 3 + 1, channels + 2, 1)
            self.l = F.tanh if kind != "small" and kernels != [3, 1] else F.identity

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        x = self.c(x)
        x = self.d(x)
        x = self.e(x)
        x = self.g(self.f(x))
        x = self.h(x)
        x = self.j(self.i(x))
        return self.l(self.k(x))


class Expressions(chainer.Chain):
    """Every kind of expression, over numbers, booleans and lists."""

    def __init__(
        self,
        width=4,
        ratio=0.5,
        deep=True,
        widths=(4, 6, 8),
        rates=(0.1, 0.25),
        kind="big",
    ):
        super().__init__()
        self.rates = rates
        self.ratio = ratio
        self.deep = deep
        with self.init_scope():
            self.stem = L.Convolution2D(6, sum(widths[:2]) + widths[-1] // 2, (3, 1))
            self.unit = Unit(sum(widths[:2]) + widths[-1] // 2, width)
            self.unit2 = Unit(
                width + 2,
                widths[1],
                wide=deep,
                kernels=(1, 1, 1, 1),
                scale=ratio * 2 + 0.25,
                kind=kind,
            )
            self.rest = Stack()
            channels = widths[1] + 2
            for w in widths[1:]:
                self.rest.append(L.Convolution2D(channels, w - 1, 1))
                channels = w - 1
            self.first = Stack()
            features = widths[1:][-1] - 1
            for w in widths[:-1]:
                if w > 4:
                    self.first.append(L.Convolution2D(features, w, 1))
                features = w if w > 4 else features
            self.bn = L.BatchNormalization(
                features, decay=1 - ratio / 10, eps=0.001 * ratio
            )
            self.fc = L.Linear(
                features
                * ((10 - (2 if deep else 1)) // (2 if deep else 1) + 1)
                * ((12 - (2 if deep else 1)) // (2 if deep else 1) + 1),
                width * (width + 1),
                nobias=not (deep and width > 2),
            )

    def forward(self, x):
        x = self.stem(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.rest(x)
        x = F.dropout(self.first(x), ratio=self.rates[0] + self.rates[1])
        x = self.bn(F.leaky_relu(x, slope=self.ratio / 4))
        x = F.average_pooling_2d(x, 2 if self.deep else 1)
        return self.fc(F.reshape(x, (len(x), -1)))
