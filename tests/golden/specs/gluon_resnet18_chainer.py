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


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class Residual(chainer.Chain):
    """Two 3x3 convolutions around a shortcut; halves the image unless same_shape."""

    def __init__(self, in_channels, channels, same_shape=True):
        super().__init__()
        strides = 1 if same_shape else 2
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                in_channels, channels, 3, stride=strides, pad=1
            )
            self.bn1 = L.BatchNormalization(channels, eps=1e-5)
            self.conv2 = L.Convolution2D(channels, channels, 3, pad=1)
            self.bn2 = L.BatchNormalization(channels, eps=1e-5)
            if not same_shape:
                self.conv3 = L.Convolution2D(in_channels, channels, 1, stride=strides)
            else:
                self.conv3 = F.identity

    def forward(self, x):
        shortcut = self.conv3(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)


class ResNet(chainer.Chain):
    """ResNet-18 of the Gluon tutorial.

    The first convolution has no padding, no batch normalisation and no activation;
    the convolutions keep their biases; a shortcut's convolution is not normalised.
    Drawn for 96x96 images: at 224x224 the last pooling leaves 2x2.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        with self.init_scope():
            self.b1 = L.Convolution2D(1, 64, 7, stride=2)
            self.b2 = Stack(
                Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=False),
                Residual(64, 64),
                Residual(64, 64),
            )
            self.b3 = Stack(Residual(64, 128, same_shape=False), Residual(128, 128))
            self.b4 = Stack(Residual(128, 256, same_shape=False), Residual(256, 256))
            self.b5 = Stack(Residual(256, 512, same_shape=False), Residual(512, 512))
            self.b6 = Stack(
                Apply(F.average_pooling_2d, ksize=3),
                Apply(flatten),
                L.Linear(512 * 2 * 2, num_classes),
            )

    def forward(self, x):
        x = self.b1(x)
        x = self.b2(x)
        x = self.b3(x)
        x = self.b4(x)
        x = self.b5(x)
        return self.b6(x)
