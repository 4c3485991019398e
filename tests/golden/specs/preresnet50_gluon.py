from mxnet.gluon import nn


class Projection(nn.HybridBlock):
    """The first block of a stage, whose shortcut reads what is already normalised."""

    def __init__(self, in_channels, width, stride):
        super().__init__()
        self.norm1 = nn.BatchNorm(in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.conv1 = nn.Conv2D(width, 1, in_channels=in_channels, use_bias=False)
        self.norm2 = nn.BatchNorm(in_channels=width)
        self.conv2 = nn.Conv2D(
            width, 3, strides=stride, padding=1, in_channels=width, use_bias=False
        )
        self.norm3 = nn.BatchNorm(in_channels=width)
        self.conv3 = nn.Conv2D(width * 4, 1, in_channels=width, use_bias=False)
        self.downsample = nn.Conv2D(
            width * 4, 1, strides=stride, in_channels=in_channels, use_bias=False
        )

    def hybrid_forward(self, F, x):
        x = self.relu(self.norm1(x))
        shortcut = self.downsample(x)
        x = self.relu(self.norm2(self.conv1(x)))
        x = self.relu(self.norm3(self.conv2(x)))
        return self.conv3(x) + shortcut


class Bottleneck(nn.HybridBlock):
    """Normalisation before 1x1, 3x3 and 1x1 convolutions, and nothing after the sum."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.norm1 = nn.BatchNorm(in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.conv1 = nn.Conv2D(width, 1, in_channels=in_channels, use_bias=False)
        self.norm2 = nn.BatchNorm(in_channels=width)
        self.conv2 = nn.Conv2D(width, 3, padding=1, in_channels=width, use_bias=False)
        self.norm3 = nn.BatchNorm(in_channels=width)
        self.conv3 = nn.Conv2D(width * 4, 1, in_channels=width, use_bias=False)

    def hybrid_forward(self, F, x):
        y = self.conv1(self.relu(self.norm1(x)))
        y = self.conv2(self.relu(self.norm2(y)))
        y = self.conv3(self.relu(self.norm3(y)))
        return y + x


class Stage(nn.HybridSequential):
    """Blocks of one width."""

    def __init__(self, in_channels, depth, width, stride=2):
        super().__init__()
        self.add(Projection(in_channels, width, stride))
        if depth > 1:
            for _ in range(depth - 1):
                self.add(Bottleneck(width * 4, width))


class PreResNet50(nn.HybridBlock):
    """ResNet-50 with identity mappings (He et al., 2016), stride on the 3x3.

    As in timm's resnetv2_50, the stem has no normalisation. 25,549,352 parameters.
    """

    def __init__(self, num_classes=1000, layers=(3, 4, 6, 3)):
        super().__init__()
        self.conv1 = nn.Conv2D(
            64, 7, strides=2, padding=3, in_channels=3, use_bias=False
        )
        self.maxpool = nn.MaxPool2D(3, strides=2, padding=1)
        self.layer1 = Stage(64, layers[0], 64, stride=1)
        self.layer2 = Stage(256, layers[1], 128)
        self.layer3 = Stage(512, layers[2], 256)
        self.layer4 = Stage(1024, layers[3], 512)
        self.norm = nn.BatchNorm(in_channels=2048)
        self.relu = nn.Activation("relu")
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(num_classes, in_units=2048)

    def hybrid_forward(self, F, x):
        x = self.maxpool(self.conv1(x))
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.flatten(self.avgpool(self.relu(self.norm(self.layer4(x)))))
        return self.fc(x)
