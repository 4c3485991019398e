from mxnet.gluon import nn


class Bottleneck(nn.HybridBlock):
    """1x1, 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2D(width, 1, in_channels=in_channels, use_bias=False)
        self.bn1 = nn.BatchNorm(in_channels=width)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(
            width, 3, strides=stride, padding=1, in_channels=width, use_bias=False
        )
        self.bn2 = nn.BatchNorm(in_channels=width)
        self.conv3 = nn.Conv2D(width * 4, 1, in_channels=width, use_bias=False)
        self.bn3 = nn.BatchNorm(in_channels=width * 4)
        self.downsample = nn.HybridSequential()
        if stride != 1 or in_channels != width * 4:
            self.downsample.add(
                nn.Conv2D(
                    width * 4,
                    1,
                    strides=stride,
                    in_channels=in_channels,
                    use_bias=False,
                ),
                nn.BatchNorm(in_channels=width * 4),
            )

    def hybrid_forward(self, F, x):
        shortcut = self.downsample(x)
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return self.relu(x + shortcut)


class Backbone(nn.HybridBlock):
    """ResNet-50 without its classifier."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv1 = nn.Conv2D(
            64, 7, strides=2, padding=3, in_channels=in_channels, use_bias=False
        )
        self.bn1 = nn.BatchNorm(in_channels=64)
        self.relu = nn.Activation("relu")
        self.maxpool = nn.MaxPool2D(3, strides=2, padding=1)
        self.layer1 = nn.HybridSequential()
        for i in range(3):
            self.layer1.add(Bottleneck(64 if i == 0 else 256, 64))
        self.layer2 = nn.HybridSequential()
        for i in range(4):
            self.layer2.add(
                Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
            )
        self.layer3 = nn.HybridSequential()
        for i in range(6):
            self.layer3.add(
                Bottleneck(512 if i == 0 else 1024, 256, stride=2 if i == 0 else 1)
            )
        self.layer4 = nn.HybridSequential()
        for i in range(3):
            self.layer4.add(
                Bottleneck(1024 if i == 0 else 2048, 512, stride=2 if i == 0 else 1)
            )

    def hybrid_forward(self, F, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        c2 = self.layer1(x)
        c3 = self.layer2(c2)
        c4 = self.layer3(c3)
        return (c2, c3, c4, self.layer4(c4))


class Pyramid(nn.HybridBlock):
    """Brings coarse features down to the finer ones, level by level."""

    def __init__(self, in_channels, c3_channels, c4_channels, c5_channels, channels):
        super().__init__()
        self.inner5 = nn.Conv2D(channels, 1, in_channels=c5_channels)
        self.lateral4 = nn.Conv2D(channels, 1, in_channels=c4_channels)
        self.lateral3 = nn.Conv2D(channels, 1, in_channels=c3_channels)
        self.lateral2 = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.layer2 = nn.Conv2D(channels, 3, padding=1, in_channels=channels)
        self.layer3 = nn.Conv2D(channels, 3, padding=1, in_channels=channels)
        self.layer4 = nn.Conv2D(channels, 3, padding=1, in_channels=channels)
        self.layer5 = nn.Conv2D(channels, 3, padding=1, in_channels=channels)

    def hybrid_forward(self, F, c2, c3, c4, c5):
        inner5 = self.inner5(c5)
        up5 = F.UpSampling(inner5, scale=2, sample_type="nearest")
        inner4 = F.broadcast_add(self.lateral4(c4), up5)
        up4 = F.UpSampling(inner4, scale=2, sample_type="nearest")
        inner3 = F.broadcast_add(self.lateral3(c3), up4)
        up3 = F.UpSampling(inner3, scale=2, sample_type="nearest")
        x = F.broadcast_add(self.lateral2(c2), up3)
        p2 = self.layer2(x)
        p3 = self.layer3(inner3)
        p4 = self.layer4(inner4)
        return (p2, p3, p4, self.layer5(inner5))


class ResNet50FPN(nn.HybridBlock):
    """Feature pyramid network (Lin et al., 2017) on a ResNet-50: a backbone for
    detection.

    Its outputs have strides of 4 to 32 and 256 channels each. The sides of the input
    are multiples of 32. 26,852,416 parameters.
    """

    def __init__(self, channels=256):
        super().__init__()
        self.body = Backbone(3)
        self.fpn = Pyramid(256, 512, 1024, 2048, channels)

    def hybrid_forward(self, F, x):
        c2, c3, c4, c5 = self.body(x)
        p2, p3, p4, p5 = self.fpn(c2, c3, c4, c5)
        return (p2, p3, p4, p5)
