import chainer
import chainer.functions as F
import chainer.links as L
from chainer import initializers


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class BottleNeck(chainer.Chain):
    """1x1, 3x3 and 1x1 convolutions around a shortcut, which may project."""

    def __init__(self, in_channels, n_mid, n_out, stride=1, proj=False):
        super().__init__()
        with self.init_scope():
            self.conv1x1a = L.Convolution2D(
                in_channels,
                n_mid,
                1,
                stride=stride,
                nobias=True,
                initialW=initializers.HeNormal(),
            )
            self.bn_a = L.BatchNormalization(n_mid)
            self.conv3x3b = L.Convolution2D(
                n_mid, n_mid, 3, pad=1, nobias=True, initialW=initializers.HeNormal()
            )
            self.bn_b = L.BatchNormalization(n_mid)
            self.conv1x1c = L.Convolution2D(
                n_mid, n_out, 1, nobias=True, initialW=initializers.HeNormal()
            )
            self.bn_c = L.BatchNormalization(n_out)
            if proj:
                self.conv1x1r = L.Convolution2D(
                    in_channels,
                    n_out,
                    1,
                    stride=stride,
                    nobias=True,
                    initialW=initializers.HeNormal(),
                )
            else:
                self.conv1x1r = F.identity
            self.bn_r = L.BatchNormalization(n_out) if proj else F.identity

    def forward(self, x):
        shortcut = self.bn_r(self.conv1x1r(x))
        x = F.relu(self.bn_a(self.conv1x1a(x)))
        x = F.relu(self.bn_b(self.conv3x3b(x)))
        x = self.bn_c(self.conv1x1c(x))
        return F.relu(x + shortcut)


class ResBlock(Stack):
    """A projecting bottleneck, then bottlenecks that keep the shape."""

    def __init__(self, in_channels, n_layers, n_mid, n_out, stride=2):
        super().__init__(
            *(
                BottleNeck(
                    in_channels if i == 0 else n_out,
                    n_mid,
                    n_out,
                    stride=stride if i == 0 else 1,
                    proj=i == 0,
                )
                for i in range(n_layers)
            )
        )


class ResNet152(chainer.Chain):
    """ResNet-152 of the Chainer tutorial: logits in training, probabilities at
    inference.

    The original ResNet: a bottleneck's stride is on its first 1x1 convolution. The
    stem pools 2x2 rather than 3x3, rounding up, and batch normalisation uses
    Chainer's epsilon.
    """

    def __init__(self, n_blocks=(3, 8, 36, 3)):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                3, 64, 7, stride=2, pad=3, nobias=True, initialW=initializers.HeNormal()
            )
            self.bn1 = L.BatchNormalization(64)
            self.res2 = ResBlock(64, n_blocks[0], 64, 256, stride=1)
            self.res3 = ResBlock(256, n_blocks[1], 128, 512)
            self.res4 = ResBlock(512, n_blocks[2], 256, 1024)
            self.res5 = ResBlock(1024, n_blocks[3], 512, 2048)
            self.fc6 = L.Linear(2048, 1000)

    def forward(self, x):
        x = F.max_pooling_2d(F.relu(self.bn1(self.conv1(x))), 2, cover_all=True)
        x = self.res2(x)
        x = self.res3(x)
        x = self.res4(x)
        x = F.average(self.res5(x), axis=(2, 3))
        x = self.fc6(x)
        if not chainer.config.train:
            x = F.softmax(x, axis=1)
        return x
