import torch
from torch import nn
from torch.nn import functional as F


class Ghost(nn.Module):
    """Makes half of the channels by mixing, and the others of each of these."""

    def __init__(self, in_channels, mixed, relu=True):
        super().__init__()
        self.primary = nn.Sequential()
        self.primary.append(nn.Conv2d(in_channels, mixed, 1, bias=False))
        self.primary.append(nn.BatchNorm2d(mixed))
        if relu:
            self.primary.append(nn.ReLU(inplace=True))
        self.cheap = nn.Sequential()
        self.cheap.append(
            nn.Conv2d(mixed, mixed, 3, padding=1, groups=mixed, bias=False)
        )
        self.cheap.append(nn.BatchNorm2d(mixed))
        if relu:
            self.cheap.append(nn.ReLU(inplace=True))

    def forward(self, x):
        x = self.primary(x)
        return torch.cat((x, self.cheap(x)), dim=1)


class SqueezeExcitation(nn.Module):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.reduce = nn.Conv2d(in_channels, squeeze, 1)
        self.expand = nn.Conv2d(squeeze, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.reduce(F.adaptive_avg_pool2d(x, 1)))
        y = F.hardsigmoid(self.expand(y))
        return x * y


class Bottleneck(nn.Module):
    """Two ghost modules around a shortcut, with a strided filter between them."""

    def __init__(self, in_channels, kernel, hidden, mixed, squeeze, stride):
        super().__init__()
        channels = mixed * 2
        self.ghost1 = Ghost(in_channels, hidden)
        if stride > 1:
            self.filter = nn.Sequential(
                nn.Conv2d(
                    hidden * 2,
                    hidden * 2,
                    kernel,
                    stride=stride,
                    padding=kernel // 2,
                    groups=hidden * 2,
                    bias=False,
                ),
                nn.BatchNorm2d(hidden * 2),
            )
        else:
            self.filter = nn.Identity()
        if squeeze > 0:
            self.se = SqueezeExcitation(hidden * 2, squeeze)
        else:
            self.se = nn.Identity()
        self.ghost2 = Ghost(hidden * 2, mixed, relu=False)
        if stride > 1 or in_channels != channels:
            self.shortcut = nn.Sequential(
                nn.Conv2d(
                    in_channels,
                    in_channels,
                    kernel,
                    stride=stride,
                    padding=kernel // 2,
                    groups=in_channels,
                    bias=False,
                ),
                nn.BatchNorm2d(in_channels),
                nn.Conv2d(in_channels, channels, 1, bias=False),
                nn.BatchNorm2d(channels),
            )
        else:
            self.shortcut = nn.Identity()

    def forward(self, x):
        shortcut = self.shortcut(x)
        x = self.ghost1(x)
        x = self.filter(x)
        x = self.se(x)
        return self.ghost2(x) + shortcut


class GhostNet(nn.Module):
    """GhostNet (Han et al., 2020), width 1, of the authors' code.

    The table counts the channels that are mixed, which is half of them. 5,182,508
    parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.blocks = nn.Sequential()
        channels = 16
        for kernel, hidden, mixed, squeeze, stride in (
            (3, 8, 8, 0, 1),
            (3, 24, 12, 0, 2),
            (3, 36, 12, 0, 1),
            (5, 36, 20, 20, 2),
            (5, 60, 20, 32, 1),
            (3, 120, 40, 0, 2),
            (3, 100, 40, 0, 1),
            (3, 92, 40, 0, 1),
            (3, 92, 40, 0, 1),
            (3, 240, 56, 120, 1),
            (3, 336, 56, 168, 1),
            (5, 336, 80, 168, 2),
            (5, 480, 80, 0, 1),
            (5, 480, 80, 240, 1),
            (5, 480, 80, 0, 1),
            (5, 480, 80, 240, 1),
        ):
            self.blocks.append(
                Bottleneck(channels, kernel, hidden, mixed, squeeze, stride)
            )
            channels = mixed * 2
        self.conv = nn.Conv2d(160, 960, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(960)
        self.head = nn.Conv2d(960, 1280, 1)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(1280, num_classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.stem(x)))
        x = self.blocks(x)
        x = F.adaptive_avg_pool2d(F.relu(self.bn2(self.conv(x))), 1)
        x = F.relu(self.head(x)).flatten(1)
        return self.fc(self.dropout(x))
