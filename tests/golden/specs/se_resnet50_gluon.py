from mxnet.gluon import nn


class SqueezeExcitation(nn.HybridBlock):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels):
        super().__init__()
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc1 = nn.Conv2D(in_channels // 16, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.fc2 = nn.Conv2D(in_channels, 1, in_channels=in_channels // 16)
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        y = self.relu(self.fc1(self.avgpool(x)))
        y = self.sigmoid(self.fc2(y))
        return F.broadcast_mul(x, y)


class Bottleneck(nn.HybridBlock):
    """1x1, 3x3 and 1x1 convolutions and squeeze-and-excitation around a shortcut."""

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
        self.se = SqueezeExcitation(width * 4)
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
        return self.relu(self.se(x) + shortcut)


class SEResNet50(nn.HybridBlock):
    """ResNet-50 with squeeze-and-excitation (Hu et al., 2018), stride on the 3x3.

    Tensors are named as in timm's seresnet50. 28,088,024 parameters.
    """

    def __init__(self, num_classes=1000, layers=(3, 4, 6, 3)):
        super().__init__()
        self.conv1 = nn.Conv2D(
            64, 7, strides=2, padding=3, in_channels=3, use_bias=False
        )
        self.bn1 = nn.BatchNorm(in_channels=64)
        self.relu = nn.Activation("relu")
        self.maxpool = nn.MaxPool2D(3, strides=2, padding=1)
        self.layer1 = nn.HybridSequential()
        for i in range(layers[0]):
            self.layer1.add(Bottleneck(64 if i == 0 else 256, 64))
        self.layer2 = nn.HybridSequential()
        for i in range(layers[1]):
            self.layer2.add(
                Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
            )
        self.layer3 = nn.HybridSequential()
        for i in range(layers[2]):
            self.layer3.add(
                Bottleneck(512 if i == 0 else 1024, 256, stride=2 if i == 0 else 1)
            )
        self.layer4 = nn.HybridSequential()
        for i in range(layers[3]):
            self.layer4.add(
                Bottleneck(1024 if i == 0 else 2048, 512, stride=2 if i == 0 else 1)
            )
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(num_classes, in_units=2048)

    def hybrid_forward(self, F, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.flatten(self.avgpool(self.layer4(x)))
        return self.fc(x)
