import math

from mxnet.gluon import nn


class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(
        self, in_channels, channels, wide=False, kernels=(3, 1), scale=1.5, kind="small"
    ):
        super().__init__()
        kernels = list(kernels)
        self.a = nn.Conv2D(
            channels * 2 if wide else channels,
            kernels[0],
            padding=kernels[0] // 2,
            in_channels=in_channels,
        )
        self.b = nn.Conv2D(
            int(channels * scale),
            kernels[-1],
            in_channels=channels * 2 if wide else channels,
        )
        self.c = nn.Conv2D(
            max(channels, in_channels, 3) + min(channels, 2),
            1,
            in_channels=int(channels * scale),
        )
        self.d = nn.Conv2D(
            abs(in_channels - channels) + 1,
            1,
            in_channels=max(channels, in_channels, 3) + min(channels, 2),
        )
        self.e = nn.Conv2D(
            math.floor(channels / 3) + math.ceil(channels / 3),
            1,
            in_channels=abs(in_channels - channels) + 1,
        )
        self.f = nn.Conv2D(
            round(channels * 0.7) % 5 + 1,
            1,
            in_channels=math.floor(channels / 3) + math.ceil(channels / 3),
        )
        if kind in ("small", "tiny") and not (wide or channels > 100):
            self.g = nn.BatchNorm(in_channels=round(channels * 0.7) % 5 + 1)
        else:
            self.g = nn.HybridSequential()
        self.h = nn.Conv2D(
            len(kernels) + sum(kernels) - 1,
            1,
            in_channels=round(channels * 0.7) % 5 + 1,
        )
        self.i = nn.Conv2D(
            (channels * 2 - 2) // 3 + 1, 1, in_channels=len(kernels) + sum(kernels) - 1
        )
        self.j = nn.Activation("relu") if 1 < channels <= 64 else nn.HybridSequential()
        self.k = nn.Conv2D(channels + 2, 1, in_channels=(channels * 2 - 2) // 3 + 1)
        if kind != "small" and kernels != [3, 1]:
            self.l = nn.Activation("tanh")
        else:
            self.l = nn.HybridSequential()

    def hybrid_forward(self, F, x):
        x = self.a(x)
        x = self.b(x)
        x = self.c(x)
        x = self.d(x)
        x = self.e(x)
        x = self.g(self.f(x))
        x = self.h(x)
        x = self.j(self.i(x))
        return self.l(self.k(x))


class Expressions(nn.HybridBlock):
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
        self.stem = nn.Conv2D(sum(widths[:2]) + widths[-1] // 2, (3, 1), in_channels=6)
        self.unit = Unit(sum(widths[:2]) + widths[-1] // 2, width)
        self.unit2 = Unit(
            width + 2,
            widths[1],
            wide=deep,
            kernels=(1, 1, 1, 1),
            scale=ratio * 2 + 0.25,
            kind=kind,
        )
        self.rest = nn.HybridSequential()
        channels = widths[1] + 2
        for w in widths[1:]:
            self.rest.add(nn.Conv2D(w - 1, 1, in_channels=channels))
            channels = w - 1
        self.first = nn.HybridSequential()
        features = widths[1:][-1] - 1
        for w in widths[:-1]:
            if w > 4:
                self.first.add(nn.Conv2D(w, 1, in_channels=features))
            features = w if w > 4 else features
        self.drop = nn.Dropout(rates[0] + rates[1])
        self.leaky_relu = LeakyReLU(ratio / 4)
        self.bn = nn.BatchNorm(
            momentum=1 - ratio / 10, epsilon=0.001 * ratio, in_channels=features
        )
        self.pool = nn.AvgPool2D(2 if deep else 1)
        self.fc = nn.Dense(
            width * (width + 1),
            in_units=features
            * ((10 - (2 if deep else 1)) // (2 if deep else 1) + 1)
            * ((12 - (2 if deep else 1)) // (2 if deep else 1) + 1),
            use_bias=deep and width > 2,
        )

    def hybrid_forward(self, F, x):
        x = self.stem(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.rest(x)
        x = self.leaky_relu(self.drop(self.first(x)))
        x = F.flatten(self.pool(self.bn(x)))
        return self.fc(x)
