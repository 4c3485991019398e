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


class ConvBN(Stack):
    """Convolution, batch normalisation and leaky ReLU."""

    def __init__(self, in_channels, channels, kernel=3, stride=1):
        super().__init__(
            L.Convolution2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=kernel // 2,
                nobias=True,
            ),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.leaky_relu, slope=0.1),
        )


class Residual(chainer.Chain):
    """Halves the channels by 1x1 and restores them by 3x3, added to its input."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv1 = ConvBN(in_channels, in_channels // 2, kernel=1)
            self.conv2 = ConvBN(in_channels // 2, in_channels)

    def forward(self, x):
        y = self.conv1(x)
        return self.conv2(y) + x


class Stage(chainer.Chain):
    """Halves the height and the width, then refines."""

    def __init__(self, in_channels, channels, depth):
        super().__init__()
        with self.init_scope():
            self.down = ConvBN(in_channels, channels, stride=2)
            self.blocks = Stack(*(Residual(channels) for _ in range(depth)))

    def forward(self, x):
        x = self.down(x)
        return self.blocks(x)


class Darknet53(chainer.Chain):
    """Darknet-53, the classifier below YOLOv3 (Redmon and Farhadi, 2018).

    41,609,928 parameters.
    """

    def __init__(self, num_classes=1000, layers=(1, 2, 8, 8, 4)):
        super().__init__()
        with self.init_scope():
            self.conv = ConvBN(3, 32)
            self.stages = Stack()
            features = 32
            for i, channels in enumerate((64, 128, 256, 512, 1024)):
                self.stages.append(Stage(features, channels, layers[i]))
                features = channels
            self.fc = L.Linear(1024, num_classes)

    def forward(self, x):
        x = self.conv(x)
        x = F.average(self.stages(x), axis=(2, 3))
        return self.fc(x)
