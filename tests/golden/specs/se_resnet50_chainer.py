import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class SqueezeExcitation(chainer.Chain):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.fc1 = L.Convolution2D(in_channels, in_channels // 16, 1)
            self.fc2 = L.Convolution2D(in_channels // 16, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.fc1(F.average(x, axis=(2, 3), keepdims=True)))
        y = F.sigmoid(self.fc2(y))
        return x * y


class Bottleneck(chainer.Chain):
    """1x1, 3x3 and 1x1 convolutions and squeeze-and-excitation around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(in_channels, width, 1, nobias=True)
            self.bn1 = L.BatchNormalization(width, eps=1e-5)
            self.conv2 = L.Convolution2D(
                width, width, 3, stride=stride, pad=1, nobias=True
            )
            self.bn2 = L.BatchNormalization(width, eps=1e-5)
            self.conv3 = L.Convolution2D(width, width * 4, 1, nobias=True)
            self.bn3 = L.BatchNormalization(width * 4, eps=1e-5)
            self.se = SqueezeExcitation(width * 4)
            if stride != 1 or in_channels != width * 4:
                self.downsample = Stack(
                    L.Convolution2D(
                        in_channels, width * 4, 1, stride=stride, nobias=True
                    ),
                    L.BatchNormalization(width * 4, eps=1e-5),
                )
            else:
                self.downsample = F.identity

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return F.relu(self.se(x) + shortcut)


class SEResNet50(chainer.Chain):
    """ResNet-50 with squeeze-and-excitation (Hu et al., 2018), stride on the 3x3.

    Tensors are named as in timm's seresnet50. 28,088,024 parameters.
    """

    def __init__(self, num_classes=1000, layers=(3, 4, 6, 3)):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(3, 64, 7, stride=2, pad=3, nobias=True)
            self.bn1 = L.BatchNormalization(64, eps=1e-5)
            self.layer1 = Stack(
                *(Bottleneck(64 if i == 0 else 256, 64) for i in range(layers[0]))
            )
            self.layer2 = Stack(
                *(
                    Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
                    for i in range(layers[1])
                )
            )
            self.layer3 = Stack(
                *(
                    Bottleneck(512 if i == 0 else 1024, 256, stride=2 if i == 0 else 1)
                    for i in range(layers[2])
                )
            )
            self.layer4 = Stack(
                *(
                    Bottleneck(1024 if i == 0 else 2048, 512, stride=2 if i == 0 else 1)
                    for i in range(layers[3])
                )
            )
            self.fc = L.Linear(2048, num_classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer1(F.max_pooling_2d(x, 3, stride=2, pad=1, cover_all=False))
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.average(self.layer4(x), axis=(2, 3))
        return self.fc(x)
