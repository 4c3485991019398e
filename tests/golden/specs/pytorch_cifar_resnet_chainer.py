import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class ResidualBlock(chainer.Chain):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                in_channels, channels, 3, stride=stride, pad=1, nobias=True
            )
            self.bn1 = L.BatchNormalization(channels, eps=1e-5)
            self.conv2 = L.Convolution2D(channels, channels, 3, pad=1, nobias=True)
            self.bn2 = L.BatchNormalization(channels, eps=1e-5)
            if stride != 1 or in_channels != channels:
                self.downsample = Stack(
                    L.Convolution2D(
                        in_channels, channels, 3, stride=stride, pad=1, nobias=True
                    ),
                    L.BatchNormalization(channels, eps=1e-5),
                )
            else:
                self.downsample = F.identity

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)


class ResNet(chainer.Chain):
    """Residual network for CIFAR-10 of the PyTorch tutorial.

    Of its list of depths the first is used for two stages, the second for the last
    one, and the rest is never read. A shortcut that changes the shape is a 3x3
    convolution.
    """

    def __init__(self, first=2, second=2, num_classes=10):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 16, 3, pad=1, nobias=True)
            self.bn = L.BatchNormalization(16, eps=1e-5)
            self.layer1 = Stack(*(ResidualBlock(16, 16) for _ in range(first)))
            self.layer2 = Stack(
                *(
                    ResidualBlock(16 if i == 0 else 32, 32, stride=2 if i == 0 else 1)
                    for i in range(first)
                )
            )
            self.layer3 = Stack(
                *(
                    ResidualBlock(32 if i == 0 else 64, 64, stride=2 if i == 0 else 1)
                    for i in range(second)
                )
            )
            self.fc = L.Linear(64, num_classes)

    def forward(self, x):
        x = F.relu(self.bn(self.conv(x)))
        x = self.layer1(x)
        x = self.layer2(x)
        x = F.average_pooling_2d(self.layer3(x), 8)
        return self.fc(F.reshape(x, (len(x), -1)))
