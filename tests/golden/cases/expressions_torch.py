import math

from torch import nn
from torch.nn import functional as F


class Unit(nn.Module):
    """Block Unit."""

    def __init__(
        self, in_channels, channels, wide=False, kernels=(3, 1), scale=1.5, kind="small"
    ):
        super().__init__()
        kernels = list(kernels)
        self.a = nn.Conv2d(
            in_channels,
            channels * 2 if wide else channels,
            kernels[0],
            padding=kernels[0] // 2,
        )
        self.b = nn.Conv2d(
            channels * 2 if wide else channels, int(channels * scale), kernels[-1]
        )
        self.c = nn.Conv2d(
            int(channels * scale), max(channels, in_channels, 3) + min(channels, 2), 1
        )
        self.d = nn.Conv2d(
            max(channels, in_channels, 3) + min(channels, 2),
            abs(in_channels - channels) + 1,
            1,
        )
        self.e = nn.Conv2d(
            abs(in_channels - channels) + 1,
            math.floor(channels / 3) + math.ceil(channels / 3),
            1,
        )
        self.f = nn.Conv2d(
            math.floor(channels / 3) + math.ceil(channels / 3),
            round(channels * 0.7) % 5 + 1,
            1,
        )
        if kind in ("small", "tiny") and not (wide or channels > 100):
            self.g = nn.BatchNorm2d(round(channels * 0.7) % 5 + 1)
        else:
            self.g = nn.Identity()
        self.h = nn.Conv2d(
            round(channels * 0.7) % 5 + 1, len(kernels) + sum(kernels) - 1, 1
        )
        self.i = nn.Conv2d(
            len(kernels) + sum(kernels) - 1, (channels * 2 - 2) // 3 + 1, 1
        )
        self.j = nn.ReLU() if 1 < channels <= 64 else nn.Identity()
        self.k = nn.Conv2d((channels * 2 - 2) // 3 + 1, channels + 2, 1)
        self.l = nn.Tanh() if kind != "small" and kernels != [3, 1] else nn.Identity()

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


class Expressions(nn.Module):
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
        self.ratio = ratio
        self.stem = nn.Conv2d(6, sum(widths[:2]) + widths[-1] // 2, (3, 1))
        self.unit = Unit(sum(widths[:2]) + widths[-1] // 2, width)
        self.unit2 = Unit(
            width + 2,
            widths[1],
            wide=deep,
            kernels=(1, 1, 1, 1),
            scale=ratio * 2 + 0.25,
            kind=kind,
        )
        self.rest = nn.Sequential()
        channels = widths[1] + 2
        for w in widths[1:]:
            self.rest.append(nn.Conv2d(channels, w - 1, 1))
            channels = w - 1
        self.first = nn.Sequential()
        features = widths[1:][-1] - 1
        for w in widths[:-1]:
            if w > 4:
                self.first.append(nn.Conv2d(features, w, 1))
            features = w if w > 4 else features
        self.drop = nn.Dropout(rates[0] + rates[1])
        self.bn = nn.BatchNorm2d(
            features, eps=0.001 * ratio, momentum=1 - (1 - ratio / 10)
        )
        self.pool = nn.AvgPool2d(2 if deep else 1)
        self.fc = nn.Linear(
            features
            * ((10 - (2 if deep else 1)) // (2 if deep else 1) + 1)
            * ((12 - (2 if deep else 1)) // (2 if deep else 1) + 1),
            width * (width + 1),
            bias=deep and width > 2,
        )

    def forward(self, x):
        x = self.stem(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.rest(x)
        x = F.leaky_relu(self.drop(self.first(x)), self.ratio / 4)
        x = self.pool(self.bn(x)).flatten(1)
        return self.fc(x)
