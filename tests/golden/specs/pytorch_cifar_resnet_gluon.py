from mxnet.gluon import nn


class ResidualBlock(nn.HybridBlock):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2D(
            channels,
            3,
            strides=stride,
            padding=1,
            in_channels=in_channels,
            use_bias=False,
        )
        self.bn1 = nn.BatchNorm(in_channels=channels)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(
            channels, 3, padding=1, in_channels=channels, use_bias=False
        )
        self.bn2 = nn.BatchNorm(in_channels=channels)
        self.downsample = nn.HybridSequential()
        if stride != 1 or in_channels != channels:
            self.downsample.add(
                nn.Conv2D(
                    channels,
                    3,
                    strides=stride,
                    padding=1,
                    in_channels=in_channels,
                    use_bias=False,
                ),
                nn.BatchNorm(in_channels=channels),
            )

    def hybrid_forward(self, F, x):
        shortcut = self.downsample(x)
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return self.relu(x + shortcut)


class ResNet(nn.HybridBlock):
    """Residual network for CIFAR-10 of the PyTorch tutorial.

    Of its list of depths the first is used for two stages, the second for the last
    one, and the rest is never read. A shortcut that changes the shape is a 3x3
    convolution.
    """

    def __init__(self, first=2, second=2, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2D(16, 3, padding=1, in_channels=3, use_bias=False)
        self.bn = nn.BatchNorm(in_channels=16)
        self.relu = nn.Activation("relu")
        self.layer1 = nn.HybridSequential()
        for _ in range(first):
            self.layer1.add(ResidualBlock(16, 16))
        self.layer2 = nn.HybridSequential()
        for i in range(first):
            self.layer2.add(
                ResidualBlock(16 if i == 0 else 32, 32, stride=2 if i == 0 else 1)
            )
        self.layer3 = nn.HybridSequential()
        for i in range(second):
            self.layer3.add(
                ResidualBlock(32 if i == 0 else 64, 64, stride=2 if i == 0 else 1)
            )
        self.avg_pool = nn.AvgPool2D(8)
        self.fc = nn.Dense(num_classes, in_units=64)

    def hybrid_forward(self, F, x):
        x = self.relu(self.bn(self.conv(x)))
        x = self.layer1(x)
        x = self.layer2(x)
        x = F.flatten(self.avg_pool(self.layer3(x)))
        return self.fc(x)
