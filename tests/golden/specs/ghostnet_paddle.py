import paddle
from paddle import nn
from paddle.nn import functional as F


def hard_sigmoid(x):
    """Clip x / 6 + 1 / 2 to 0 and 1; the built-in one has a slope of 0.1666667."""
    return F.relu6(x + 3) / 6


class Ghost(nn.Layer):
    """Makes half of the channels by mixing, and the others of each of these."""

    def __init__(self, in_channels, mixed, relu=True):
        super().__init__()
        self.primary = nn.Sequential()
        self.primary.append(nn.Conv2D(in_channels, mixed, 1, bias_attr=False))
        self.primary.append(nn.BatchNorm2D(mixed))
        if relu:
            self.primary.append(nn.ReLU())
        self.cheap = nn.Sequential()
        self.cheap.append(
            nn.Conv2D(mixed, mixed, 3, padding=1, groups=mixed, bias_attr=False)
        )
        self.cheap.append(nn.BatchNorm2D(mixed))
        if relu:
            self.cheap.append(nn.ReLU())

    def forward(self, x):
        x = self.primary(x)
        return paddle.concat((x, self.cheap(x)), axis=1)


class SqueezeExcitation(nn.Layer):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.reduce = nn.Conv2D(in_channels, squeeze, 1)
        self.expand = nn.Conv2D(squeeze, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.reduce(F.adaptive_avg_pool2d(x, 1)))
        y = hard_sigmoid(self.expand(y))
        return x * y


class Bottleneck(nn.Layer):
    """Two ghost modules around a shortcut, with a strided filter between them."""

    def __init__(self, in_channels, kernel, hidden, mixed, squeeze, stride):
        super().__init__()
        channels = mixed * 2
        self.ghost1 = Ghost(in_channels, hidden)
        if stride > 1:
            self.filter = nn.Sequential(
                nn.Conv2D(
                    hidden * 2,
                    hidden * 2,
                    kernel,
                    stride=stride,
                    padding=kernel // 2,
                    groups=hidden * 2,
                    bias_attr=False,
                ),
                nn.BatchNorm2D(hidden * 2),
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
                nn.Conv2D(
                    in_channels,
                    in_channels,
                    kernel,
                    stride=stride,
                    padding=kernel // 2,
                    groups=in_channels,
                    bias_attr=False,
                ),
                nn.BatchNorm2D(in_channels),
                nn.Conv2D(in_channels, channels, 1, bias_attr=False),
                nn.BatchNorm2D(channels),
            )
        else:
            self.shortcut = nn.Identity()

    def forward(self, x):
        shortcut = self.shortcut(x)
        x = self.ghost1(x)
        x = self.filter(x)
        x = self.se(x)
        return self.ghost2(x) + shortcut


class GhostNet(nn.Layer):
    """GhostNet (Han et al., 2020), width 1, of the authors' code.

    The table counts the channels that are mixed, which is half of them. 5,182,508
    parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.stem = nn.Conv2D(3, 16, 3, stride=2, padding=1, bias_attr=False)
        self.bn1 = nn.BatchNorm2D(16)
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
        self.conv = nn.Conv2D(160, 960, 1, bias_attr=False)
        self.bn2 = nn.BatchNorm2D(960)
        self.head = nn.Conv2D(960, 1280, 1)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(1280, num_classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.stem(x)))
        x = self.blocks(x)
        x = F.adaptive_avg_pool2d(F.relu(self.bn2(self.conv(x))), 1)
        x = F.relu(self.head(x)).flatten(1)
        return self.fc(self.dropout(x))
