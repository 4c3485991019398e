from collections import OrderedDict

from torch import nn
from torch.nn import functional as F


class ConvBNReLU(nn.Sequential):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=1, stride=1, groups=1):
        super().__init__(
            nn.Conv2d(
                in_channels,
                channels,
                kernel,
                stride=stride,
                padding=kernel // 2,
                groups=groups,
                bias=False,
            ),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        )


class ConvBN(nn.Sequential):
    """1x1 convolution and batch normalisation."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__(
            nn.Conv2d(in_channels, channels, 1, stride=stride, bias=False),
            nn.BatchNorm2d(channels),
        )


class Transform(nn.Module):
    """1x1, grouped 3x3 and 1x1 convolutions, all of one width."""

    def __init__(self, in_channels, width, stride, groups):
        super().__init__()
        self.a = ConvBNReLU(in_channels, width)
        self.b = ConvBNReLU(width, width, kernel=3, stride=stride, groups=groups)
        self.c = ConvBN(width, width)

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)


class Bottleneck(nn.Module):
    """The transform around a shortcut."""

    def __init__(self, in_channels, width, stride, groups):
        super().__init__()
        self.f = Transform(in_channels, width, stride, groups)
        if stride != 1 or in_channels != width:
            self.proj = ConvBN(in_channels, width, stride=stride)
        else:
            self.proj = nn.Identity()

    def forward(self, x):
        shortcut = self.proj(x)
        return F.relu(self.f(x) + shortcut)


class Stage(nn.Sequential):
    """Blocks of one width, the first of which halves the height and the width."""

    def __init__(self, in_channels, number, depth, width, group_width):
        groups = max(width // group_width, 1)
        super().__init__()
        for i in range(depth):
            self.add_module(
                f"block{number}-{i}",
                Bottleneck(
                    in_channels if i == 0 else width, width, 2 if i == 0 else 1, groups
                ),
            )


class RegNetX(nn.Module):
    """RegNetX-400MF (Radosavovic et al., 2020)."""

    def __init__(
        self,
        num_classes=1000,
        depths=(1, 2, 7, 12),
        widths=(32, 64, 160, 400),
        group_width=16,
    ):
        super().__init__()
        self.stem = ConvBNReLU(3, 32, kernel=3, stride=2)
        self.trunk_output = nn.Sequential(
            OrderedDict(
                block1=Stage(32, 1, depths[0], widths[0], group_width),
                block2=Stage(widths[0], 2, depths[1], widths[1], group_width),
                block3=Stage(widths[1], 3, depths[2], widths[2], group_width),
                block4=Stage(widths[2], 4, depths[3], widths[3], group_width),
            )
        )
        self.fc = nn.Linear(widths[3], num_classes)

    def forward(self, x):
        x = self.stem(x)
        x = F.adaptive_avg_pool2d(self.trunk_output(x), 1).flatten(1)
        return self.fc(x)
