from mxnet.gluon import nn


class Bottleneck(nn.HybridBlock):
    """1x1, grouped 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width, channels, stride=1, groups=1):
        super().__init__()
        self.conv1 = nn.Conv2D(width, 1, in_channels=in_channels, use_bias=False)
        self.bn1 = nn.BatchNorm(in_channels=width)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(
            width,
            3,
            strides=stride,
            padding=1,
            groups=groups,
            in_channels=width,
            use_bias=False,
        )
        self.bn2 = nn.BatchNorm(in_channels=width)
        self.conv3 = nn.Conv2D(channels, 1, in_channels=width, use_bias=False)
        self.bn3 = nn.BatchNorm(in_channels=channels)
        self.downsample = nn.HybridSequential()
        if stride != 1 or in_channels != channels:
            self.downsample.add(
                nn.Conv2D(
                    channels, 1, strides=stride, in_channels=in_channels, use_bias=False
                ),
                nn.BatchNorm(in_channels=channels),
            )

    def hybrid_forward(self, F, x):
        shortcut = self.downsample(x)
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return self.relu(x + shortcut)


class ResNeXt50(nn.HybridBlock):
    """Residual network of grouped convolutions, 50 layers, 32x4d (Xie et al., 2017)."""

    def __init__(self, num_classes=1000, layers=(3, 4, 6, 3), groups=32, group_width=4):
        super().__init__()
        width = groups * group_width
        self.conv1 = nn.Conv2D(
            64, 7, strides=2, padding=3, in_channels=3, use_bias=False
        )
        self.bn1 = nn.BatchNorm(in_channels=64)
        self.relu = nn.Activation("relu")
        self.maxpool = nn.MaxPool2D(3, strides=2, padding=1)
        self.layer1 = nn.HybridSequential()
        for i in range(layers[0]):
            self.layer1.add(
                Bottleneck(64 if i == 0 else 256, width, 256, groups=groups)
            )
        self.layer2 = nn.HybridSequential()
        for i in range(layers[1]):
            self.layer2.add(
                Bottleneck(
                    256 if i == 0 else 512,
                    width * 2,
                    512,
                    stride=2 if i == 0 else 1,
                    groups=groups,
                )
            )
        self.layer3 = nn.HybridSequential()
        for i in range(layers[2]):
            self.layer3.add(
                Bottleneck(
                    512 if i == 0 else 1024,
                    width * 4,
                    1024,
                    stride=2 if i == 0 else 1,
                    groups=groups,
                )
            )
        self.layer4 = nn.HybridSequential()
        for i in range(layers[3]):
            self.layer4.add(
                Bottleneck(
                    1024 if i == 0 else 2048,
                    width * 8,
                    2048,
                    stride=2 if i == 0 else 1,
                    groups=groups,
                )
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
