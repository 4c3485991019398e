import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


def padded_average_pooling(x, ksize, pads, extra=0, stride=None, count_padding=True):
    """Average pooling after pads of ((top, bottom), (left, right)).

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """
    xp = chainer.backend.get_array_module(x)
    ones = xp.ones(x.shape[2:], x.dtype)
    ones = xp.pad(ones, pads, "constant", constant_values=int(count_padding))
    ones = xp.pad(ones, extra, "constant")[None, None]
    x = F.pad(x, ((0, 0), (0, 0), *pads), "constant")
    if extra:
        x = F.pad(x, ((0, 0), (0, 0), *extra), "constant")
    share = F.average_pooling_2d(ones, ksize, stride)
    return F.average_pooling_2d(x, ksize, stride) / share


class ConvBN(chainer.Chain):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=(1, 1), stride=1, padding=(0, 0)):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels, channels, kernel, stride=stride, pad=padding, nobias=True
            )
            self.bn = L.BatchNormalization(channels, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class StemA(chainer.Chain):
    """A pool beside a strided convolution."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv = ConvBN(in_channels, 96, kernel=(3, 3), stride=2)

    def forward(self, x):
        branch1 = F.max_pooling_2d(x, 3, stride=2, cover_all=False)
        branch2 = self.conv(x)
        return F.concat((branch1, branch2), axis=1)


class StemB(chainer.Chain):
    """3x3 beside 7x7 in factors and 3x3."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1_1 = ConvBN(in_channels, 64)
            self.branch1_2 = ConvBN(64, 96, kernel=(3, 3))
            self.branch2_1 = ConvBN(in_channels, 64)
            self.branch2_2 = ConvBN(64, 64, kernel=(1, 7), padding=(0, 3))
            self.branch2_3 = ConvBN(64, 64, kernel=(7, 1), padding=(3, 0))
            self.branch2_4 = ConvBN(64, 96, kernel=(3, 3))

    def forward(self, x):
        branch1 = self.branch1_1(x)
        branch1 = self.branch1_2(branch1)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        branch2 = self.branch2_4(branch2)
        return F.concat((branch1, branch2), axis=1)


class StemC(chainer.Chain):
    """A strided convolution beside a pool."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv = ConvBN(in_channels, 192, kernel=(3, 3), stride=2)

    def forward(self, x):
        branch1 = self.conv(x)
        branch2 = F.max_pooling_2d(x, 3, stride=2, cover_all=False)
        return F.concat((branch1, branch2), axis=1)


class InceptionA(chainer.Chain):
    """1x1, 3x3, two 3x3, and a mean, at 35x35."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1 = ConvBN(in_channels, 96)
            self.branch2_1 = ConvBN(in_channels, 64)
            self.branch2_2 = ConvBN(64, 96, kernel=(3, 3), padding=(1, 1))
            self.branch3_1 = ConvBN(in_channels, 64)
            self.branch3_2 = ConvBN(64, 96, kernel=(3, 3), padding=(1, 1))
            self.branch3_3 = ConvBN(96, 96, kernel=(3, 3), padding=(1, 1))
            self.branch4 = ConvBN(in_channels, 96)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch3 = self.branch3_1(x)
        branch3 = self.branch3_2(branch3)
        branch3 = self.branch3_3(branch3)
        branch4 = padded_average_pooling(
            x, 3, stride=1, pads=((1, 1), (1, 1)), count_padding=False
        )
        branch4 = self.branch4(branch4)
        return F.concat((branch1, branch2, branch3, branch4), axis=1)


class ReductionA(chainer.Chain):
    """From 35x35 to 17x17."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1 = ConvBN(in_channels, 384, kernel=(3, 3), stride=2)
            self.branch2_1 = ConvBN(in_channels, 192)
            self.branch2_2 = ConvBN(192, 224, kernel=(3, 3), padding=(1, 1))
            self.branch2_3 = ConvBN(224, 256, kernel=(3, 3), stride=2)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        branch3 = F.max_pooling_2d(x, 3, stride=2, cover_all=False)
        return F.concat((branch1, branch2, branch3), axis=1)


class InceptionB(chainer.Chain):
    """1x1, 7x7 in factors, twice that, and a mean, at 17x17."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1 = ConvBN(in_channels, 384)
            self.branch2_1 = ConvBN(in_channels, 192)
            self.branch2_2 = ConvBN(192, 224, kernel=(1, 7), padding=(0, 3))
            self.branch2_3 = ConvBN(224, 256, kernel=(7, 1), padding=(3, 0))
            self.branch3_1 = ConvBN(in_channels, 192)
            self.branch3_2 = ConvBN(192, 192, kernel=(7, 1), padding=(3, 0))
            self.branch3_3 = ConvBN(192, 224, kernel=(1, 7), padding=(0, 3))
            self.branch3_4 = ConvBN(224, 224, kernel=(7, 1), padding=(3, 0))
            self.branch3_5 = ConvBN(224, 256, kernel=(1, 7), padding=(0, 3))
            self.branch4 = ConvBN(in_channels, 128)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        branch3 = self.branch3_1(x)
        branch3 = self.branch3_2(branch3)
        branch3 = self.branch3_3(branch3)
        branch3 = self.branch3_4(branch3)
        branch3 = self.branch3_5(branch3)
        branch4 = padded_average_pooling(
            x, 3, stride=1, pads=((1, 1), (1, 1)), count_padding=False
        )
        branch4 = self.branch4(branch4)
        return F.concat((branch1, branch2, branch3, branch4), axis=1)


class ReductionB(chainer.Chain):
    """From 17x17 to 8x8."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1_1 = ConvBN(in_channels, 192)
            self.branch1_2 = ConvBN(192, 192, kernel=(3, 3), stride=2)
            self.branch2_1 = ConvBN(in_channels, 256)
            self.branch2_2 = ConvBN(256, 256, kernel=(1, 7), padding=(0, 3))
            self.branch2_3 = ConvBN(256, 320, kernel=(7, 1), padding=(3, 0))
            self.branch2_4 = ConvBN(320, 320, kernel=(3, 3), stride=2)

    def forward(self, x):
        branch1 = self.branch1_1(x)
        branch1 = self.branch1_2(branch1)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        branch2 = self.branch2_4(branch2)
        branch3 = F.max_pooling_2d(x, 3, stride=2, cover_all=False)
        return F.concat((branch1, branch2, branch3), axis=1)


class Fork(chainer.Chain):
    """3x3 in two directions, side by side."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.wide = ConvBN(in_channels, 256, kernel=(1, 3), padding=(0, 1))
            self.tall = ConvBN(in_channels, 256, kernel=(3, 1), padding=(1, 0))

    def forward(self, x):
        return F.concat((self.wide(x), self.tall(x)), axis=1)


class InceptionC(chainer.Chain):
    """1x1, a fork, another one after 3x3 in factors, and a mean, at 8x8."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1 = ConvBN(in_channels, 256)
            self.branch2_1 = ConvBN(in_channels, 384)
            self.branch2_2 = Fork(384)
            self.branch3_1 = ConvBN(in_channels, 384)
            self.branch3_2 = ConvBN(384, 448, kernel=(3, 1), padding=(1, 0))
            self.branch3_3 = ConvBN(448, 512, kernel=(1, 3), padding=(0, 1))
            self.branch3_4 = Fork(512)
            self.branch4 = ConvBN(in_channels, 256)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch3 = self.branch3_1(x)
        branch3 = self.branch3_2(branch3)
        branch3 = self.branch3_3(branch3)
        branch3 = self.branch3_4(branch3)
        branch4 = padded_average_pooling(
            x, 3, stride=1, pads=((1, 1), (1, 1)), count_padding=False
        )
        branch4 = self.branch4(branch4)
        return F.concat((branch1, branch2, branch3, branch4), axis=1)


class InceptionV4(chainer.Chain):
    """Inception-v4 (Szegedy et al., 2017), batch-normalised.

    42,679,816 parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.conv1 = ConvBN(3, 32, kernel=(3, 3), stride=2)
            self.conv2 = ConvBN(32, 32, kernel=(3, 3))
            self.conv3 = ConvBN(32, 64, kernel=(3, 3), padding=(1, 1))
            self.stem_a = StemA(64)
            self.stem_b = StemB(160)
            self.stem_c = StemC(192)
            self.inception_a = Stack(*(InceptionA(384) for _ in range(4)))
            self.reduction_a = ReductionA(384)
            self.inception_b = Stack(*(InceptionB(1024) for _ in range(7)))
            self.reduction_b = ReductionB(1024)
            self.inception_c = Stack(*(InceptionC(1536) for _ in range(3)))
            self.fc = L.Linear(1536, num_classes)

    def forward(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        x = self.conv3(x)
        x = self.stem_a(x)
        x = self.stem_b(x)
        x = self.stem_c(x)
        x = self.inception_a(x)
        x = self.reduction_a(x)
        x = self.inception_b(x)
        x = self.reduction_b(x)
        x = F.average(self.inception_c(x), axis=(2, 3))
        return self.fc(x)
