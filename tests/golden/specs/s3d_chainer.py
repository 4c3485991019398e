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


class ConvUnit(Stack):
    """A convolution with batch norm and ReLU."""

    def __init__(self, in_channels, channels, kernel=(1, 1, 1), stride=(1, 1, 1)):
        super().__init__(
            L.Convolution3D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=(kernel[0] // 2, kernel[1] // 2, kernel[2] // 2),
                nobias=True,
            ),
            L.BatchNormalization(channels, decay=0.999, eps=0.001),
            Apply(F.relu),
        )


class Separable(Stack):
    """A convolution within each frame, then one over time."""

    def __init__(self, in_channels, channels, size=3, stride=1):
        super().__init__(
            ConvUnit(
                in_channels,
                channels,
                kernel=(1, size, size),
                stride=(1, stride, stride),
            ),
            ConvUnit(channels, channels, kernel=(size, 1, 1), stride=(stride, 1, 1)),
        )


class Inception(chainer.Chain):
    """Four branches, whose channels are concatenated."""

    def __init__(self, in_channels, one, reduce, three, reduce2, three2, pool):
        super().__init__()
        with self.init_scope():
            self.branch0 = ConvUnit(in_channels, one)
            self.branch1 = Stack(
                ConvUnit(in_channels, reduce), Separable(reduce, three)
            )
            self.branch2 = Stack(
                ConvUnit(in_channels, reduce2), Separable(reduce2, three2)
            )
            self.branch3 = Stack(
                Apply(F.max_pooling_3d, ksize=3, stride=1, pad=1, cover_all=False),
                ConvUnit(in_channels, pool),
            )

    def forward(self, x):
        branch0 = self.branch0(x)
        branch1 = self.branch1(x)
        branch2 = self.branch2(x)
        branch3 = self.branch3(x)
        return F.concat((branch0, branch1, branch2, branch3), axis=1)


class S3D(chainer.Chain):
    """Inception for video with separable 3-D convolutions (Xie et al., 2018)."""

    def __init__(self, num_classes=400):
        super().__init__()
        with self.init_scope():
            self.features = Stack(
                Separable(3, 64, size=7, stride=2),
                Apply(
                    F.max_pooling_3d,
                    ksize=(1, 3, 3),
                    stride=(1, 2, 2),
                    pad=(0, 1, 1),
                    cover_all=False,
                ),
                ConvUnit(64, 64),
                Separable(64, 192),
                Apply(
                    F.max_pooling_3d,
                    ksize=(1, 3, 3),
                    stride=(1, 2, 2),
                    pad=(0, 1, 1),
                    cover_all=False,
                ),
                Inception(192, 64, 96, 128, 16, 32, 32),
                Inception(256, 128, 128, 192, 32, 96, 64),
                Apply(F.max_pooling_3d, ksize=3, stride=2, pad=1, cover_all=False),
                Inception(480, 192, 96, 208, 16, 48, 64),
                Inception(512, 160, 112, 224, 24, 64, 64),
                Inception(512, 128, 128, 256, 24, 64, 64),
                Inception(512, 112, 144, 288, 32, 64, 64),
                Inception(528, 256, 160, 320, 32, 128, 128),
                Apply(F.max_pooling_3d, ksize=2, cover_all=False),
                Inception(832, 256, 160, 320, 32, 128, 128),
                Inception(832, 384, 192, 384, 48, 128, 128),
            )
            self.classifier = Stack(
                Apply(F.dropout, ratio=0.2), L.Convolution3D(1024, num_classes, 1)
            )

    def forward(self, x):
        x = F.average_pooling_3d(self.features(x), (2, 7, 7), stride=1)
        return F.average(self.classifier(x), axis=(2, 3, 4))
