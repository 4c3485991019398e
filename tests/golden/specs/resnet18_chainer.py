import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class BasicBlock(chainer.Chain):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                in_channels, width, 3, stride=stride, pad=1, nobias=True
            )
            self.bn1 = L.BatchNormalization(width, eps=1e-5)
            self.conv2 = L.Convolution2D(width, width, 3, pad=1, nobias=True)
            self.bn2 = L.BatchNormalization(width, eps=1e-5)
            if stride != 1 or in_channels != width:
                self.downsample = Stack(
                    L.Convolution2D(in_channels, width, 1, stride=stride, nobias=True),
                    L.BatchNormalization(width, eps=1e-5),
                )
            else:
                self.downsample = F.identity

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)


class ResNet18(chainer.Chain):
    """Deep residual network, 18 layers (He et al., 2016)."""

    def __init__(self, num_classes=1000, layers=(2, 2, 2, 2)):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(3, 64, 7, stride=2, pad=3, nobias=True)
            self.bn1 = L.BatchNormalization(64, eps=1e-5)
            self.layer1 = Stack(*(BasicBlock(64, 64) for _ in range(layers[0])))
            self.layer2 = Stack(
                *(
                    BasicBlock(64 if i == 0 else 128, 128, stride=2 if i == 0 else 1)
                    for i in range(layers[1])
                )
            )
            self.layer3 = Stack(
                *(
                    BasicBlock(128 if i == 0 else 256, 256, stride=2 if i == 0 else 1)
                    for i in range(layers[2])
                )
            )
            self.layer4 = Stack(
                *(
                    BasicBlock(256 if i == 0 else 512, 512, stride=2 if i == 0 else 1)
                    for i in range(layers[3])
                )
            )
            self.fc = L.Linear(512, num_classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer1(F.max_pooling_2d(x, 3, stride=2, pad=1, cover_all=False))
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.average(self.layer4(x), axis=(2, 3))
        return self.fc(x)
