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


class Separable(Stack):
    """Filters each channel on its own, then mixes the channels."""

    def __init__(self, in_channels, channels, stride):
        super().__init__(
            L.Convolution2D(
                in_channels,
                in_channels,
                3,
                stride=stride,
                pad=1,
                nobias=True,
                groups=in_channels,
            ),
            L.BatchNormalization(in_channels, eps=1e-5),
            Apply(F.relu),
            L.Convolution2D(in_channels, channels, 1, nobias=True),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.relu),
        )


class MobileNetV1(chainer.Chain):
    """MobileNet (Howard et al., 2017), width 1.

    4,231,976 parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 32, 3, stride=2, pad=1, nobias=True)
            self.bn = L.BatchNormalization(32, eps=1e-5)
            self.blocks = Stack()
            features = 32
            for channels, stride in (
                (64, 1),
                (128, 2),
                (128, 1),
                (256, 2),
                (256, 1),
                (512, 2),
                (512, 1),
                (512, 1),
                (512, 1),
                (512, 1),
                (512, 1),
                (1024, 2),
                (1024, 1),
            ):
                self.blocks.append(Separable(features, channels, stride))
                features = channels
            self.fc = L.Linear(1024, num_classes)

    def forward(self, x):
        x = F.relu(self.bn(self.conv(x)))
        x = F.average(self.blocks(x), axis=(2, 3))
        return self.fc(x)
