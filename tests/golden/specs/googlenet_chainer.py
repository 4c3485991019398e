import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number for each side."""
    for n in size:  # pools the first side and puts it last, then the next
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=x.ndim - 1)
    return x


class BasicConv2d(chainer.Chain):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel, stride=1, padding=0):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels, channels, kernel, stride=stride, pad=padding, nobias=True
            )
            self.bn = L.BatchNormalization(channels, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Inception(chainer.Chain):
    """Four parallel branches. The third, 5x5 in the paper, is 3x3 as in torchvision."""

    def __init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
        super().__init__()
        with self.init_scope():
            self.branch1 = BasicConv2d(in_channels, ch1x1, 1)
            self.branch2 = Stack(
                BasicConv2d(in_channels, ch3x3red, 1),
                BasicConv2d(ch3x3red, ch3x3, 3, padding=1),
            )
            self.branch3 = Stack(
                BasicConv2d(in_channels, ch5x5red, 1),
                BasicConv2d(ch5x5red, ch5x5, 3, padding=1),
            )
            self.branch4 = Stack(
                Apply(F.max_pooling_2d, ksize=3, stride=1, pad=1, cover_all=True),
                BasicConv2d(in_channels, pool_proj, 1),
            )

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2(x)
        branch3 = self.branch3(x)
        branch4 = self.branch4(x)
        return F.concat((branch1, branch2, branch3, branch4), axis=1)


class AuxiliaryHead(chainer.Chain):
    """A classifier on features of the middle."""

    def __init__(self, in_channels, classes):
        super().__init__()
        with self.init_scope():
            self.conv = BasicConv2d(in_channels, 128, 1)
            self.fc1 = L.Linear(128 * 4 * 4, 1024)
            self.fc2 = L.Linear(1024, classes)

    def forward(self, x):
        x = self.conv(adaptive_average_pooling(x, (4, 4)))
        x = F.relu(self.fc1(F.reshape(x, (len(x), -1))))
        return self.fc2(F.dropout(x, ratio=0.7))


class GoogLeNet(chainer.Chain):
    """GoogLeNet (Szegedy et al., 2015), batch-normalised, with auxiliary heads in
    training.

    torchvision's published weights were trained on images scaled to [-1, 1].
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.conv1 = BasicConv2d(3, 64, 7, stride=2, padding=3)
            self.conv2 = BasicConv2d(64, 64, 1)
            self.conv3 = BasicConv2d(64, 192, 3, padding=1)
            self.inception3a = Inception(192, 64, 96, 128, 16, 32, 32)
            self.inception3b = Inception(256, 128, 128, 192, 32, 96, 64)
            self.inception4a = Inception(480, 192, 96, 208, 16, 48, 64)
            self.inception4b = Inception(512, 160, 112, 224, 24, 64, 64)
            self.inception4c = Inception(512, 128, 128, 256, 24, 64, 64)
            self.inception4d = Inception(512, 112, 144, 288, 32, 64, 64)
            self.inception4e = Inception(528, 256, 160, 320, 32, 128, 128)
            self.inception5a = Inception(832, 256, 160, 320, 32, 128, 128)
            self.inception5b = Inception(832, 384, 192, 384, 48, 128, 128)
            self.fc = L.Linear(1024, num_classes)
            self.aux1 = AuxiliaryHead(512, num_classes)
            self.aux2 = AuxiliaryHead(528, num_classes)

    def forward(self, x):
        x = F.max_pooling_2d(self.conv1(x), 3, stride=2, cover_all=True)
        x = self.conv2(x)
        x = F.max_pooling_2d(self.conv3(x), 3, stride=2, cover_all=True)
        x = self.inception3a(x)
        x = F.max_pooling_2d(self.inception3b(x), 3, stride=2, cover_all=True)
        inception4a = self.inception4a(x)
        x = self.inception4b(inception4a)
        x = self.inception4c(x)
        inception4d = self.inception4d(x)
        x = F.max_pooling_2d(self.inception4e(inception4d), 2, cover_all=True)
        x = self.inception5a(x)
        x = F.average(self.inception5b(x), axis=(2, 3))
        logits = self.fc(F.dropout(x, ratio=0.2))
        if chainer.config.train:
            aux_logits1 = self.aux1(inception4a)
            return (logits, self.aux2(inception4d), aux_logits1)
        return logits
