import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class SeparableConv(chainer.Chain):
    """Filters each channel on its own, mixes the channels, and normalises."""

    def __init__(self, in_channels, channels):
        super().__init__()
        with self.init_scope():
            self.depthwise = L.Convolution2D(
                in_channels, in_channels, 3, pad=1, nobias=True, groups=in_channels
            )
            self.pointwise = L.Convolution2D(in_channels, channels, 1, nobias=True)
            self.bn = L.BatchNormalization(channels, eps=1e-5)

    def forward(self, x):
        x = self.depthwise(x)
        return self.bn(self.pointwise(x))


class Down(chainer.Chain):
    """Two separable convolutions and a pool around a strided shortcut."""

    def __init__(self, in_channels, middle, channels, activate=True):
        super().__init__()
        self.relu1 = F.relu if activate else F.identity
        with self.init_scope():
            self.conv1 = SeparableConv(in_channels, middle)
            self.conv2 = SeparableConv(middle, channels)
            self.skip = L.Convolution2D(in_channels, channels, 1, stride=2, nobias=True)
            self.skip_bn = L.BatchNormalization(channels, eps=1e-5)

    def forward(self, x):
        shortcut = self.skip_bn(self.skip(x))
        x = F.relu(self.conv1(self.relu1(x)))
        x = F.max_pooling_2d(self.conv2(x), 3, stride=2, pad=1, cover_all=False)
        return x + shortcut


class Middle(chainer.Chain):
    """Three separable convolutions, added to what they read."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv1 = SeparableConv(in_channels, in_channels)
            self.conv2 = SeparableConv(in_channels, in_channels)
            self.conv3 = SeparableConv(in_channels, in_channels)

    def forward(self, x):
        y = F.relu(self.conv1(F.relu(x)))
        y = F.relu(self.conv2(y))
        return self.conv3(y) + x


class Xception(chainer.Chain):
    """Xception (Chollet, 2017), of depthwise separable convolutions.

    The stem pads nothing, all else keeps its size or halves it. 22,855,952
    parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(3, 32, 3, stride=2, nobias=True)
            self.bn1 = L.BatchNormalization(32, eps=1e-5)
            self.conv2 = L.Convolution2D(32, 64, 3, nobias=True)
            self.bn2 = L.BatchNormalization(64, eps=1e-5)
            self.entry1 = Down(64, 128, 128, activate=False)
            self.entry2 = Down(128, 256, 256)
            self.entry3 = Down(256, 728, 728)
            self.middle = Stack(*(Middle(728) for _ in range(8)))
            self.exit = Down(728, 728, 1024)
            self.conv3 = SeparableConv(1024, 1536)
            self.conv4 = SeparableConv(1536, 2048)
            self.fc = L.Linear(2048, num_classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        x = self.entry1(x)
        x = self.entry2(x)
        x = self.entry3(x)
        x = self.middle(x)
        x = self.exit(x)
        x = F.relu(self.conv3(x))
        x = F.average(F.relu(self.conv4(x)), axis=(2, 3))
        return self.fc(x)
