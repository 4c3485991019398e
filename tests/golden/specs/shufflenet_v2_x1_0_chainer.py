import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


def channel_shuffle(x, groups):
    """Takes the channels in turn from each group."""
    n, c, *sides = x.shape
    x = F.swapaxes(F.reshape(x, (n, groups, c // groups, *sides)), 1, 2)
    return F.reshape(x, (n, c, *sides))


class Branch(Stack):
    """A depthwise convolution between two pointwise ones."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__(
            L.Convolution2D(in_channels, channels, 1, nobias=True),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.relu),
            L.Convolution2D(
                channels,
                channels,
                3,
                stride=stride,
                pad=1,
                nobias=True,
                groups=channels,
            ),
            L.BatchNormalization(channels, eps=1e-5),
            L.Convolution2D(channels, channels, 1, nobias=True),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.relu),
        )


class Downsample(chainer.Chain):
    """Two branches of stride 2, each of which sees all channels."""

    def __init__(self, in_channels, width):
        super().__init__()
        with self.init_scope():
            self.branch1 = Stack(
                L.Convolution2D(
                    in_channels,
                    in_channels,
                    3,
                    stride=2,
                    pad=1,
                    nobias=True,
                    groups=in_channels,
                ),
                L.BatchNormalization(in_channels, eps=1e-5),
                L.Convolution2D(in_channels, width, 1, nobias=True),
                L.BatchNormalization(width, eps=1e-5),
                Apply(F.relu),
            )
            self.branch2 = Branch(in_channels, width, stride=2)

    def forward(self, x):
        branch1 = self.branch1(x)
        return channel_shuffle(F.concat((branch1, self.branch2(x)), axis=1), 2)


class Unit(chainer.Chain):
    """Half of the channels pass by, the other half goes through a branch."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.width = width
        self.in_channels = in_channels
        with self.init_scope():
            self.branch2 = Branch(in_channels - width, width)

    def forward(self, x):
        first = x[:, : self.width]
        x = self.branch2(x[:, self.width : self.in_channels])
        return channel_shuffle(F.concat((first, x), axis=1), 2)


class Stage(Stack):
    """Halves height and width, then mixes the channels."""

    def __init__(self, in_channels, channels, repeats):
        super().__init__(
            Downsample(in_channels, channels // 2),
            *(Unit(channels // 2 * 2, channels // 2) for _ in range(repeats - 1)),
        )


class ShuffleNetV2X10(chainer.Chain):
    """ShuffleNet V2 of width 1.0 (Ma et al., 2018), 2,278,604 parameters."""

    def __init__(
        self, num_classes=1000, repeats=(4, 8, 4), channels=(24, 116, 232, 464, 1024)
    ):
        super().__init__()
        with self.init_scope():
            self.conv1 = Stack(
                L.Convolution2D(3, channels[0], 3, stride=2, pad=1, nobias=True),
                L.BatchNormalization(channels[0], eps=1e-5),
                Apply(F.relu),
            )
            self.stage2 = Stage(channels[0], channels[1], repeats[0])
            self.stage3 = Stage(channels[1] // 2 * 2, channels[2], repeats[1])
            self.stage4 = Stage(channels[2] // 2 * 2, channels[3], repeats[2])
            self.conv5 = Stack(
                L.Convolution2D(channels[3] // 2 * 2, channels[4], 1, nobias=True),
                L.BatchNormalization(channels[4], eps=1e-5),
                Apply(F.relu),
            )
            self.fc = L.Linear(channels[4], num_classes)

    def forward(self, x):
        x = F.max_pooling_2d(self.conv1(x), 3, stride=2, pad=1, cover_all=False)
        x = self.stage2(x)
        x = self.stage3(x)
        x = self.stage4(x)
        x = F.average(self.conv5(x), axis=(2, 3))
        return self.fc(x)
