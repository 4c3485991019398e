import paddle
from paddle import nn
from paddle.nn import functional as F


class Branch(nn.Sequential):
    """A depthwise convolution between two pointwise ones."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__(
            nn.Conv2D(in_channels, channels, 1, bias_attr=False),
            nn.BatchNorm2D(channels),
            nn.ReLU(),
            nn.Conv2D(
                channels,
                channels,
                3,
                stride=stride,
                padding=1,
                groups=channels,
                bias_attr=False,
            ),
            nn.BatchNorm2D(channels),
            nn.Conv2D(channels, channels, 1, bias_attr=False),
            nn.BatchNorm2D(channels),
            nn.ReLU(),
        )


class Downsample(nn.Layer):
    """Two branches of stride 2, each of which sees all channels."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.branch1 = nn.Sequential(
            nn.Conv2D(
                in_channels,
                in_channels,
                3,
                stride=2,
                padding=1,
                groups=in_channels,
                bias_attr=False,
            ),
            nn.BatchNorm2D(in_channels),
            nn.Conv2D(in_channels, width, 1, bias_attr=False),
            nn.BatchNorm2D(width),
            nn.ReLU(),
        )
        self.branch2 = Branch(in_channels, width, stride=2)

    def forward(self, x):
        branch1 = self.branch1(x)
        return F.channel_shuffle(paddle.concat((branch1, self.branch2(x)), axis=1), 2)


class Unit(nn.Layer):
    """Half of the channels pass by, the other half goes through a branch."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.width = width
        self.in_channels = in_channels
        self.branch2 = Branch(in_channels - width, width)

    def forward(self, x):
        first = x[:, : self.width]
        x = self.branch2(x[:, self.width : self.in_channels])
        return F.channel_shuffle(paddle.concat((first, x), axis=1), 2)


class Stage(nn.Sequential):
    """Halves height and width, then mixes the channels."""

    def __init__(self, in_channels, channels, repeats):
        super().__init__(
            Downsample(in_channels, channels // 2),
            *(Unit(channels // 2 * 2, channels // 2) for _ in range(repeats - 1)),
        )


class ShuffleNetV2X10(nn.Layer):
    """ShuffleNet V2 of width 1.0 (Ma et al., 2018), 2,278,604 parameters."""

    def __init__(
        self, num_classes=1000, repeats=(4, 8, 4), channels=(24, 116, 232, 464, 1024)
    ):
        super().__init__()
        self.conv1 = nn.Sequential(
            nn.Conv2D(3, channels[0], 3, stride=2, padding=1, bias_attr=False),
            nn.BatchNorm2D(channels[0]),
            nn.ReLU(),
        )
        self.maxpool = nn.MaxPool2D(3, stride=2, padding=1)
        self.stage2 = Stage(channels[0], channels[1], repeats[0])
        self.stage3 = Stage(channels[1] // 2 * 2, channels[2], repeats[1])
        self.stage4 = Stage(channels[2] // 2 * 2, channels[3], repeats[2])
        self.conv5 = nn.Sequential(
            nn.Conv2D(channels[3] // 2 * 2, channels[4], 1, bias_attr=False),
            nn.BatchNorm2D(channels[4]),
            nn.ReLU(),
        )
        self.fc = nn.Linear(channels[4], num_classes)

    def forward(self, x):
        x = self.maxpool(self.conv1(x))
        x = self.stage2(x)
        x = self.stage3(x)
        x = self.stage4(x)
        x = F.adaptive_avg_pool2d(self.conv5(x), 1).flatten(1)
        return self.fc(x)
