from mxnet.gluon import nn


class ChannelShuffle(nn.HybridBlock):
    """Takes the channels in turn from each group."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def hybrid_forward(self, F, x):
        # In a shape -4 splits an axis in two, -3 merges two, -2 keeps the rest.
        y = F.reshape(x, (0, -4, self.groups, -1, -2))
        return F.reshape(F.swapaxes(y, dim1=1, dim2=2), (0, -3, -2))


class Branch(nn.HybridSequential):
    """A depthwise convolution between two pointwise ones."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.add(
            nn.Conv2D(channels, 1, in_channels=in_channels, use_bias=False),
            nn.BatchNorm(in_channels=channels),
            nn.Activation("relu"),
            nn.Conv2D(
                channels,
                3,
                strides=stride,
                padding=1,
                groups=channels,
                in_channels=channels,
                use_bias=False,
            ),
            nn.BatchNorm(in_channels=channels),
            nn.Conv2D(channels, 1, in_channels=channels, use_bias=False),
            nn.BatchNorm(in_channels=channels),
            nn.Activation("relu"),
        )


class Downsample(nn.HybridBlock):
    """Two branches of stride 2, each of which sees all channels."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.branch1 = nn.HybridSequential()
        self.branch1.add(
            nn.Conv2D(
                in_channels,
                3,
                strides=2,
                padding=1,
                groups=in_channels,
                in_channels=in_channels,
                use_bias=False,
            ),
            nn.BatchNorm(in_channels=in_channels),
            nn.Conv2D(width, 1, in_channels=in_channels, use_bias=False),
            nn.BatchNorm(in_channels=width),
            nn.Activation("relu"),
        )
        self.branch2 = Branch(in_channels, width, stride=2)
        self.channel_shuffle = ChannelShuffle(2)

    def hybrid_forward(self, F, x):
        branch1 = self.branch1(x)
        return self.channel_shuffle(F.concat(branch1, self.branch2(x), dim=1))


class Unit(nn.HybridBlock):
    """Half of the channels pass by, the other half goes through a branch."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.width = width
        self.in_channels = in_channels
        self.branch2 = Branch(in_channels - width, width)
        self.channel_shuffle = ChannelShuffle(2)

    def hybrid_forward(self, F, x):
        first = F.slice_axis(x, axis=1, begin=0, end=self.width)
        x = self.branch2(
            F.slice_axis(x, axis=1, begin=self.width, end=self.in_channels)
        )
        return self.channel_shuffle(F.concat(first, x, dim=1))


class Stage(nn.HybridSequential):
    """Halves height and width, then mixes the channels."""

    def __init__(self, in_channels, channels, repeats):
        super().__init__()
        self.add(Downsample(in_channels, channels // 2))
        for _ in range(repeats - 1):
            self.add(Unit(channels // 2 * 2, channels // 2))


class ShuffleNetV2X10(nn.HybridBlock):
    """ShuffleNet V2 of width 1.0 (Ma et al., 2018), 2,278,604 parameters."""

    def __init__(
        self, num_classes=1000, repeats=(4, 8, 4), channels=(24, 116, 232, 464, 1024)
    ):
        super().__init__()
        self.conv1 = nn.HybridSequential()
        self.conv1.add(
            nn.Conv2D(
                channels[0], 3, strides=2, padding=1, in_channels=3, use_bias=False
            ),
            nn.BatchNorm(in_channels=channels[0]),
            nn.Activation("relu"),
        )
        self.maxpool = nn.MaxPool2D(3, strides=2, padding=1)
        self.stage2 = Stage(channels[0], channels[1], repeats[0])
        self.stage3 = Stage(channels[1] // 2 * 2, channels[2], repeats[1])
        self.stage4 = Stage(channels[2] // 2 * 2, channels[3], repeats[2])
        self.conv5 = nn.HybridSequential()
        self.conv5.add(
            nn.Conv2D(channels[4], 1, in_channels=channels[3] // 2 * 2, use_bias=False),
            nn.BatchNorm(in_channels=channels[4]),
            nn.Activation("relu"),
        )
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(num_classes, in_units=channels[4])

    def hybrid_forward(self, F, x):
        x = self.maxpool(self.conv1(x))
        x = self.stage2(x)
        x = self.stage3(x)
        x = self.stage4(x)
        x = F.flatten(self.avgpool(self.conv5(x)))
        return self.fc(x)
