from paddle import nn
from paddle.nn import functional as F


class SeparableConv(nn.Layer):
    """Filters each channel on its own, mixes the channels, and normalises."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.depthwise = nn.Conv2D(
            in_channels, in_channels, 3, padding=1, groups=in_channels, bias_attr=False
        )
        self.pointwise = nn.Conv2D(in_channels, channels, 1, bias_attr=False)
        self.bn = nn.BatchNorm2D(channels)

    def forward(self, x):
        x = self.depthwise(x)
        return self.bn(self.pointwise(x))


class Down(nn.Layer):
    """Two separable convolutions and a pool around a strided shortcut."""

    def __init__(self, in_channels, middle, channels, activate=True):
        super().__init__()
        self.relu1 = nn.ReLU() if activate else nn.Identity()
        self.conv1 = SeparableConv(in_channels, middle)
        self.conv2 = SeparableConv(middle, channels)
        self.pool = nn.MaxPool2D(3, stride=2, padding=1)
        self.skip = nn.Conv2D(in_channels, channels, 1, stride=2, bias_attr=False)
        self.skip_bn = nn.BatchNorm2D(channels)

    def forward(self, x):
        shortcut = self.skip_bn(self.skip(x))
        x = F.relu(self.conv1(self.relu1(x)))
        x = self.pool(self.conv2(x))
        return x + shortcut


class Middle(nn.Layer):
    """Three separable convolutions, added to what they read."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv1 = SeparableConv(in_channels, in_channels)
        self.conv2 = SeparableConv(in_channels, in_channels)
        self.conv3 = SeparableConv(in_channels, in_channels)

    def forward(self, x):
        y = F.relu(self.conv1(F.relu(x)))
        y = F.relu(self.conv2(y))
        return self.conv3(y) + x


class Xception(nn.Layer):
    """Xception (Chollet, 2017), of depthwise separable convolutions.

    The stem pads nothing, all else keeps its size or halves it. 22,855,952
    parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.conv1 = nn.Conv2D(3, 32, 3, stride=2, bias_attr=False)
        self.bn1 = nn.BatchNorm2D(32)
        self.conv2 = nn.Conv2D(32, 64, 3, bias_attr=False)
        self.bn2 = nn.BatchNorm2D(64)
        self.entry1 = Down(64, 128, 128, activate=False)
        self.entry2 = Down(128, 256, 256)
        self.entry3 = Down(256, 728, 728)
        self.middle = nn.Sequential(*(Middle(728) for _ in range(8)))
        self.exit = Down(728, 728, 1024)
        self.conv3 = SeparableConv(1024, 1536)
        self.conv4 = SeparableConv(1536, 2048)
        self.fc = nn.Linear(2048, num_classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        x = self.entry1(x)
        x = self.entry2(x)
        x = self.entry3(x)
        x = self.middle(x)
        x = self.exit(x)
        x = F.relu(self.conv3(x))
        x = F.adaptive_avg_pool2d(F.relu(self.conv4(x)), 1).flatten(1)
        return self.fc(x)
