import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Bottleneck(chainer.Chain):
    """1x1, 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(in_channels, width, 1, nobias=True)
            self.bn1 = L.BatchNormalization(width, eps=1e-5)
            self.conv2 = L.Convolution2D(
                width, width, 3, stride=stride, pad=1, nobias=True
            )
            self.bn2 = L.BatchNormalization(width, eps=1e-5)
            self.conv3 = L.Convolution2D(width, width * 4, 1, nobias=True)
            self.bn3 = L.BatchNormalization(width * 4, eps=1e-5)
            if stride != 1 or in_channels != width * 4:
                self.downsample = Stack(
                    L.Convolution2D(
                        in_channels, width * 4, 1, stride=stride, nobias=True
                    ),
                    L.BatchNormalization(width * 4, eps=1e-5),
                )
            else:
                self.downsample = F.identity

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return F.relu(x + shortcut)


class Backbone(chainer.Chain):
    """ResNet-50 without its classifier."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                in_channels, 64, 7, stride=2, pad=3, nobias=True
            )
            self.bn1 = L.BatchNormalization(64, eps=1e-5)
            self.layer1 = Stack(
                *(Bottleneck(64 if i == 0 else 256, 64) for i in range(3))
            )
            self.layer2 = Stack(
                *(
                    Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
                    for i in range(4)
                )
            )
            self.layer3 = Stack(
                *(
                    Bottleneck(512 if i == 0 else 1024, 256, stride=2 if i == 0 else 1)
                    for i in range(6)
                )
            )
            self.layer4 = Stack(
                *(
                    Bottleneck(1024 if i == 0 else 2048, 512, stride=2 if i == 0 else 1)
                    for i in range(3)
                )
            )

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        c2 = self.layer1(F.max_pooling_2d(x, 3, stride=2, pad=1, cover_all=False))
        c3 = self.layer2(c2)
        c4 = self.layer3(c3)
        return (c2, c3, c4, self.layer4(c4))


class Pyramid(chainer.Chain):
    """Brings coarse features down to the finer ones, level by level."""

    def __init__(self, in_channels, c3_channels, c4_channels, c5_channels, channels):
        super().__init__()
        with self.init_scope():
            self.inner5 = L.Convolution2D(c5_channels, channels, 1)
            self.lateral4 = L.Convolution2D(c4_channels, channels, 1)
            self.lateral3 = L.Convolution2D(c3_channels, channels, 1)
            self.lateral2 = L.Convolution2D(in_channels, channels, 1)
            self.layer2 = L.Convolution2D(channels, channels, 3, pad=1)
            self.layer3 = L.Convolution2D(channels, channels, 3, pad=1)
            self.layer4 = L.Convolution2D(channels, channels, 3, pad=1)
            self.layer5 = L.Convolution2D(channels, channels, 3, pad=1)

    def forward(self, c2, c3, c4, c5):
        inner5 = self.inner5(c5)
        up5 = F.unpooling_2d(inner5, 2, cover_all=False)
        inner4 = self.lateral4(c4) + up5
        up4 = F.unpooling_2d(inner4, 2, cover_all=False)
        inner3 = self.lateral3(c3) + up4
        up3 = F.unpooling_2d(inner3, 2, cover_all=False)
        x = self.lateral2(c2) + up3
        p2 = self.layer2(x)
        p3 = self.layer3(inner3)
        p4 = self.layer4(inner4)
        return (p2, p3, p4, self.layer5(inner5))


class ResNet50FPN(chainer.Chain):
    """Feature pyramid network (Lin et al., 2017) on a ResNet-50: a backbone for
    detection.

    Its outputs have strides of 4 to 32 and 256 channels each. The sides of the input
    are multiples of 32. 26,852,416 parameters.
    """

    def __init__(self, channels=256):
        super().__init__()
        with self.init_scope():
            self.body = Backbone(3)
            self.fpn = Pyramid(256, 512, 1024, 2048, channels)

    def forward(self, x):
        c2, c3, c4, c5 = self.body(x)
        p2, p3, p4, p5 = self.fpn(c2, c3, c4, c5)
        return (p2, p3, p4, p5)
