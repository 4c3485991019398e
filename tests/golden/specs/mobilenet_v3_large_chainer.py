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


def hard_sigmoid(x):
    """x / 6 + 1 / 2, clipped to 0 and 1."""
    return F.relu6(x + 3) / 6


def hard_swish(x):
    """x times x / 6 + 1 / 2, the latter clipped to 0 and 1."""
    return x * F.relu6(x + 3) / 6


class ConvBN(Stack):
    """Convolution and batch normalisation, then hard-swish or ReLU unless linear."""

    def __init__(
        self,
        in_channels,
        channels,
        kernel=1,
        stride=1,
        groups=1,
        swish=False,
        linear=False,
    ):
        super().__init__()
        self.append(
            L.Convolution2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=kernel // 2,
                nobias=True,
                groups=groups,
            )
        )
        self.append(L.BatchNormalization(channels, decay=0.99, eps=0.001))
        if swish:
            self.append(Apply(hard_swish))
        if not (swish or linear):
            self.append(Apply(F.relu))


class SqueezeExcitation(chainer.Chain):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        with self.init_scope():
            self.fc1 = L.Convolution2D(in_channels, squeeze, 1)
            self.fc2 = L.Convolution2D(squeeze, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.fc1(F.average(x, axis=(2, 3), keepdims=True)))
        y = hard_sigmoid(self.fc2(y))
        return x * y


class InvertedResidual(chainer.Chain):
    """Expands the channels, filters and weighs each one, and projects to a few."""

    def __init__(self, in_channels, kernel, hidden, channels, squeeze, swish, stride):
        super().__init__()
        self.skip = stride == 1 and in_channels == channels
        with self.init_scope():
            self.block = Stack()
            if hidden != in_channels:
                self.block.append(ConvBN(in_channels, hidden, swish=swish))
            self.block.append(
                ConvBN(
                    hidden,
                    hidden,
                    kernel=kernel,
                    stride=stride,
                    groups=hidden,
                    swish=swish,
                )
            )
            if squeeze > 0:
                self.block.append(SqueezeExcitation(hidden, squeeze))
            self.block.append(ConvBN(hidden, channels, linear=True))

    def forward(self, x):
        y = self.block(x)
        if self.skip:
            y = y + x
        return y


class MobileNetV3(chainer.Chain):
    """MobileNetV3-Large (Howard et al., 2019), width 1."""

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.features = Stack()
            self.features.append(ConvBN(3, 16, kernel=3, stride=2, swish=True))
            features = 16
            for kernel, hidden, channels, squeeze, swish, stride in (
                (3, 16, 16, 0, False, 1),
                (3, 64, 24, 0, False, 2),
                (3, 72, 24, 0, False, 1),
                (5, 72, 40, 24, False, 2),
                (5, 120, 40, 32, False, 1),
                (5, 120, 40, 32, False, 1),
                (3, 240, 80, 0, True, 2),
                (3, 200, 80, 0, True, 1),
                (3, 184, 80, 0, True, 1),
                (3, 184, 80, 0, True, 1),
                (3, 480, 112, 120, True, 1),
                (3, 672, 112, 168, True, 1),
                (5, 672, 160, 168, True, 2),
                (5, 960, 160, 240, True, 1),
                (5, 960, 160, 240, True, 1),
            ):
                self.features.append(
                    InvertedResidual(
                        features, kernel, hidden, channels, squeeze, swish, stride
                    )
                )
                features = channels
            self.features.append(ConvBN(160, 960, swish=True))
            self.classifier = Stack(
                L.Linear(960, 1280),
                Apply(hard_swish),
                Apply(F.dropout, ratio=0.2),
                L.Linear(1280, num_classes),
            )

    def forward(self, x):
        x = F.average(self.features(x), axis=(2, 3))
        return self.classifier(x)
