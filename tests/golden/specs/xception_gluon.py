from mxnet.gluon import nn


class SeparableConv(nn.HybridBlock):
    """Filters each channel on its own, mixes the channels, and normalises."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.depthwise = nn.Conv2D(
            in_channels,
            3,
            padding=1,
            groups=in_channels,
            in_channels=in_channels,
            use_bias=False,
        )
        self.pointwise = nn.Conv2D(channels, 1, in_channels=in_channels, use_bias=False)
        self.bn = nn.BatchNorm(in_channels=channels)

    def hybrid_forward(self, F, x):
        x = self.depthwise(x)
        return self.bn(self.pointwise(x))


class Down(nn.HybridBlock):
    """Two separable convolutions and a pool around a strided shortcut."""

    def __init__(self, in_channels, middle, channels, activate=True):
        super().__init__()
        self.relu1 = nn.Activation("relu") if activate else nn.HybridSequential()
        self.conv1 = SeparableConv(in_channels, middle)
        self.relu = nn.Activation("relu")
        self.conv2 = SeparableConv(middle, channels)
        self.pool = nn.MaxPool2D(3, strides=2, padding=1)
        self.skip = nn.Conv2D(
            channels, 1, strides=2, in_channels=in_channels, use_bias=False
        )
        self.skip_bn = nn.BatchNorm(in_channels=channels)

    def hybrid_forward(self, F, x):
        shortcut = self.skip_bn(self.skip(x))
        x = self.relu(self.conv1(self.relu1(x)))
        x = self.pool(self.conv2(x))
        return x + shortcut


class Middle(nn.HybridBlock):
    """Three separable convolutions, added to what they read."""

    def __init__(self, in_channels):
        super().__init__()
        self.relu = nn.Activation("relu")
        self.conv1 = SeparableConv(in_channels, in_channels)
        self.conv2 = SeparableConv(in_channels, in_channels)
        self.conv3 = SeparableConv(in_channels, in_channels)

    def hybrid_forward(self, F, x):
        y = self.relu(self.conv1(self.relu(x)))
        y = self.relu(self.conv2(y))
        return self.conv3(y) + x


class Xception(nn.HybridBlock):
    """Xception (Chollet, 2017), of depthwise separable convolutions.

    The stem pads nothing, all else keeps its size or halves it. 22,855,952
    parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.conv1 = nn.Conv2D(32, 3, strides=2, in_channels=3, use_bias=False)
        self.bn1 = nn.BatchNorm(in_channels=32)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(64, 3, in_channels=32, use_bias=False)
        self.bn2 = nn.BatchNorm(in_channels=64)
        self.entry1 = Down(64, 128, 128, activate=False)
        self.entry2 = Down(128, 256, 256)
        self.entry3 = Down(256, 728, 728)
        self.middle = nn.HybridSequential()
        for _ in range(8):
            self.middle.add(Middle(728))
        self.exit = Down(728, 728, 1024)
        self.conv3 = SeparableConv(1024, 1536)
        self.conv4 = SeparableConv(1536, 2048)
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(num_classes, in_units=2048)

    def hybrid_forward(self, F, x):
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.relu(self.bn2(self.conv2(x)))
        x = self.entry1(x)
        x = self.entry2(x)
        x = self.entry3(x)
        x = self.middle(x)
        x = self.exit(x)
        x = self.relu(self.conv3(x))
        x = F.flatten(self.avgpool(self.relu(self.conv4(x))))
        return self.fc(x)
