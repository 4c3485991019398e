import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Projection(chainer.Chain):
    """The first block of a stage, whose shortcut reads what is already normalised."""

    def __init__(self, in_channels, width, stride):
        super().__init__()
        with self.init_scope():
            self.norm1 = L.BatchNormalization(in_channels, eps=1e-5)
            self.conv1 = L.Convolution2D(in_channels, width, 1, nobias=True)
            self.norm2 = L.BatchNormalization(width, eps=1e-5)
            self.conv2 = L.Convolution2D(
                width, width, 3, stride=stride, pad=1, nobias=True
            )
            self.norm3 = L.BatchNormalization(width, eps=1e-5)
            self.conv3 = L.Convolution2D(width, width * 4, 1, nobias=True)
            self.downsample = L.Convolution2D(
                in_channels, width * 4, 1, stride=stride, nobias=True
            )

    def forward(self, x):
        x = F.relu(self.norm1(x))
        shortcut = self.downsample(x)
        x = F.relu(self.norm2(self.conv1(x)))
        x = F.relu(self.norm3(self.conv2(x)))
        return self.conv3(x) + shortcut


class Bottleneck(chainer.Chain):
    """Normalisation before 1x1, 3x3 and 1x1 convolutions, and nothing after the sum."""

    def __init__(self, in_channels, width):
        super().__init__()
        with self.init_scope():
            self.norm1 = L.BatchNormalization(in_channels, eps=1e-5)
            self.conv1 = L.Convolution2D(in_channels, width, 1, nobias=True)
            self.norm2 = L.BatchNormalization(width, eps=1e-5)
            self.conv2 = L.Convolution2D(width, width, 3, pad=1, nobias=True)
            self.norm3 = L.BatchNormalization(width, eps=1e-5)
            self.conv3 = L.Convolution2D(width, width * 4, 1, nobias=True)

    def forward(self, x):
        y = self.conv1(F.relu(self.norm1(x)))
        y = self.conv2(F.relu(self.norm2(y)))
        y = self.conv3(F.relu(self.norm3(y)))
        return y + x


class Stage(Stack):
    """Blocks of one width."""

    def __init__(self, in_channels, depth, width, stride=2):
        super().__init__()
        self.append(Projection(in_channels, width, stride))
        if depth > 1:
            for _ in range(depth - 1):
                self.append(Bottleneck(width * 4, width))


class PreResNet50(chainer.Chain):
    """ResNet-50 with identity mappings (He et al., 2016), stride on the 3x3.

    As in timm's resnetv2_50, the stem has no normalisation. 25,549,352 parameters.
    """

    def __init__(self, num_classes=1000, layers=(3, 4, 6, 3)):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(3, 64, 7, stride=2, pad=3, nobias=True)
            self.layer1 = Stage(64, layers[0], 64, stride=1)
            self.layer2 = Stage(256, layers[1], 128)
            self.layer3 = Stage(512, layers[2], 256)
            self.layer4 = Stage(1024, layers[3], 512)
            self.norm = L.BatchNormalization(2048, eps=1e-5)
            self.fc = L.Linear(2048, num_classes)

    def forward(self, x):
        x = F.max_pooling_2d(self.conv1(x), 3, stride=2, pad=1, cover_all=False)
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.average(F.relu(self.norm(self.layer4(x))), axis=(2, 3))
        return self.fc(x)
