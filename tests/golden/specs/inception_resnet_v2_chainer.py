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


class Stem(chainer.Chain):
    """1x1, 5x5, two 3x3, and a mean, at 35x35."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1 = ConvBN(in_channels, 96)
            self.branch2_1 = ConvBN(in_channels, 48)
            self.branch2_2 = ConvBN(48, 64, kernel=(5, 5), padding=(2, 2))
            self.branch3_1 = ConvBN(in_channels, 64)
            self.branch3_2 = ConvBN(64, 96, kernel=(3, 3), padding=(1, 1))
            self.branch3_3 = ConvBN(96, 96, kernel=(3, 3), padding=(1, 1))
            self.branch4 = ConvBN(in_channels, 64)

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


class BlockA(chainer.Chain):
    """1x1, 3x3 and two 3x3, a part of which is added, at 35x35."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1 = ConvBN(in_channels, 32)
            self.branch2_1 = ConvBN(in_channels, 32)
            self.branch2_2 = ConvBN(32, 32, kernel=(3, 3), padding=(1, 1))
            self.branch3_1 = ConvBN(in_channels, 32)
            self.branch3_2 = ConvBN(32, 48, kernel=(3, 3), padding=(1, 1))
            self.branch3_3 = ConvBN(48, 64, kernel=(3, 3), padding=(1, 1))
            self.up = L.Convolution2D(128, in_channels, 1)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch3 = self.branch3_1(x)
        branch3 = self.branch3_2(branch3)
        branch3 = self.branch3_3(branch3)
        y = self.up(F.concat((branch1, branch2, branch3), axis=1)) * 0.17
        return F.relu(y + x)


class ReductionA(chainer.Chain):
    """From 35x35 to 17x17."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1 = ConvBN(in_channels, 384, kernel=(3, 3), stride=2)
            self.branch2_1 = ConvBN(in_channels, 256)
            self.branch2_2 = ConvBN(256, 256, kernel=(3, 3), padding=(1, 1))
            self.branch2_3 = ConvBN(256, 384, kernel=(3, 3), stride=2)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        branch3 = F.max_pooling_2d(x, 3, stride=2, cover_all=False)
        return F.concat((branch1, branch2, branch3), axis=1)


class BlockB(chainer.Chain):
    """1x1, and 7x7 in factors, a part of which is added, at 17x17."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1 = ConvBN(in_channels, 192)
            self.branch2_1 = ConvBN(in_channels, 128)
            self.branch2_2 = ConvBN(128, 160, kernel=(1, 7), padding=(0, 3))
            self.branch2_3 = ConvBN(160, 192, kernel=(7, 1), padding=(3, 0))
            self.up = L.Convolution2D(384, in_channels, 1)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        y = self.up(F.concat((branch1, branch2), axis=1)) * 0.1
        return F.relu(y + x)


class ReductionB(chainer.Chain):
    """From 17x17 to 8x8."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.branch1_1 = ConvBN(in_channels, 256)
            self.branch1_2 = ConvBN(256, 384, kernel=(3, 3), stride=2)
            self.branch2_1 = ConvBN(in_channels, 256)
            self.branch2_2 = ConvBN(256, 288, kernel=(3, 3), stride=2)
            self.branch3_1 = ConvBN(in_channels, 256)
            self.branch3_2 = ConvBN(256, 288, kernel=(3, 3), padding=(1, 1))
            self.branch3_3 = ConvBN(288, 320, kernel=(3, 3), stride=2)

    def forward(self, x):
        branch1 = self.branch1_1(x)
        branch1 = self.branch1_2(branch1)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch3 = self.branch3_1(x)
        branch3 = self.branch3_2(branch3)
        branch3 = self.branch3_3(branch3)
        branch4 = F.max_pooling_2d(x, 3, stride=2, cover_all=False)
        return F.concat((branch1, branch2, branch3, branch4), axis=1)


class BlockC(chainer.Chain):
    """1x1, and 3x3 in factors, a part of which is added, at 8x8."""

    def __init__(self, in_channels, factor=0.2, last=False):
        super().__init__()
        self.factor = factor
        with self.init_scope():
            self.branch1 = ConvBN(in_channels, 192)
            self.branch2_1 = ConvBN(in_channels, 192)
            self.branch2_2 = ConvBN(192, 224, kernel=(1, 3), padding=(0, 1))
            self.branch2_3 = ConvBN(224, 256, kernel=(3, 1), padding=(1, 0))
            self.up = L.Convolution2D(448, in_channels, 1)
            self.relu = F.relu if not last else F.identity

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        y = self.up(F.concat((branch1, branch2), axis=1)) * self.factor
        return self.relu(y + x)


class InceptionResNetV2(chainer.Chain):
    """Inception-ResNet-v2 (Szegedy et al., 2017), with the factors of the authors'
    code.

    55,843,464 parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.conv1 = ConvBN(3, 32, kernel=(3, 3), stride=2)
            self.conv2 = ConvBN(32, 32, kernel=(3, 3))
            self.conv3 = ConvBN(32, 64, kernel=(3, 3), padding=(1, 1))
            self.conv4 = ConvBN(64, 80)
            self.conv5 = ConvBN(80, 192, kernel=(3, 3))
            self.stem = Stem(192)
            self.blocks_a = Stack(*(BlockA(320) for _ in range(10)))
            self.reduction_a = ReductionA(320)
            self.blocks_b = Stack(*(BlockB(1088) for _ in range(20)))
            self.reduction_b = ReductionB(1088)
            self.blocks_c = Stack(*(BlockC(2080) for _ in range(9)))
            self.block_c = BlockC(2080, factor=1.0, last=True)
            self.conv6 = ConvBN(2080, 1536)
            self.fc = L.Linear(1536, num_classes)

    def forward(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        x = F.max_pooling_2d(self.conv3(x), 3, stride=2, cover_all=False)
        x = self.conv4(x)
        x = F.max_pooling_2d(self.conv5(x), 3, stride=2, cover_all=False)
        x = self.stem(x)
        x = self.blocks_a(x)
        x = self.reduction_a(x)
        x = self.blocks_b(x)
        x = self.reduction_b(x)
        x = self.blocks_c(x)
        x = self.block_c(x)
        x = F.average(self.conv6(x), axis=(2, 3))
        return self.fc(x)
