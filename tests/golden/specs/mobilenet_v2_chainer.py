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


class ConvBNReLU6(Stack):
    """Convolution, batch normalisation and ReLU6."""

    def __init__(self, in_channels, channels, kernel=3, stride=1, groups=1):
        super().__init__(
            L.Convolution2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=kernel // 2,
                nobias=True,
                groups=groups,
            ),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.relu6),
        )


class InvertedResidual(chainer.Chain):
    """Expands the channels, filters each on its own, and projects to a few."""

    def __init__(self, in_channels, channels, stride, expansion):
        super().__init__()
        hidden = in_channels * expansion
        self.skip = stride == 1 and in_channels == channels
        with self.init_scope():
            self.conv = Stack()
            if expansion != 1:
                self.conv.append(ConvBNReLU6(in_channels, hidden, kernel=1))
            self.conv.append(
                ConvBNReLU6(
                    hidden if expansion != 1 else in_channels,
                    hidden,
                    stride=stride,
                    groups=hidden,
                )
            )
            self.conv.append(L.Convolution2D(hidden, channels, 1, nobias=True))
            self.conv.append(L.BatchNormalization(channels, eps=1e-5))

    def forward(self, x):
        y = self.conv(x)
        if self.skip:
            y = y + x
        return y


class MobileNetV2(chainer.Chain):
    """MobileNetV2, of inverted residuals (Sandler et al., 2018), width 1."""

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.features = Stack()
            self.features.append(ConvBNReLU6(3, 32, stride=2))
            features = 32
            for expansion, channels, times, stride in (
                (1, 16, 1, 1),
                (6, 24, 2, 2),
                (6, 32, 3, 2),
                (6, 64, 4, 2),
                (6, 96, 3, 1),
                (6, 160, 3, 2),
                (6, 320, 1, 1),
            ):
                for i in range(times):
                    self.features.append(
                        InvertedResidual(
                            features if i == 0 else channels,
                            channels,
                            stride if i == 0 else 1,
                            expansion,
                        )
                    )
                features = channels
            self.features.append(ConvBNReLU6(320, 1280, kernel=1))
            self.classifier = Stack(
                Apply(F.dropout, ratio=0.2), L.Linear(1280, num_classes)
            )

    def forward(self, x):
        x = F.average(self.features(x), axis=(2, 3))
        return self.classifier(x)
