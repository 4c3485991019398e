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


class Ghost(chainer.Chain):
    """Makes half of the channels by mixing, and the others of each of these."""

    def __init__(self, in_channels, mixed, relu=True):
        super().__init__()
        with self.init_scope():
            self.primary = Stack()
            self.primary.append(L.Convolution2D(in_channels, mixed, 1, nobias=True))
            self.primary.append(L.BatchNormalization(mixed, eps=1e-5))
            if relu:
                self.primary.append(Apply(F.relu))
            self.cheap = Stack()
            self.cheap.append(
                L.Convolution2D(mixed, mixed, 3, pad=1, nobias=True, groups=mixed)
            )
            self.cheap.append(L.BatchNormalization(mixed, eps=1e-5))
            if relu:
                self.cheap.append(Apply(F.relu))

    def forward(self, x):
        x = self.primary(x)
        return F.concat((x, self.cheap(x)), axis=1)


class SqueezeExcitation(chainer.Chain):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        with self.init_scope():
            self.reduce = L.Convolution2D(in_channels, squeeze, 1)
            self.expand = L.Convolution2D(squeeze, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.reduce(F.average(x, axis=(2, 3), keepdims=True)))
        y = hard_sigmoid(self.expand(y))
        return x * y


class Bottleneck(chainer.Chain):
    """Two ghost modules around a shortcut, with a strided filter between them."""

    def __init__(self, in_channels, kernel, hidden, mixed, squeeze, stride):
        super().__init__()
        channels = mixed * 2
        with self.init_scope():
            self.ghost1 = Ghost(in_channels, hidden)
            if stride > 1:
                self.filter = Stack(
                    L.Convolution2D(
                        hidden * 2,
                        hidden * 2,
                        kernel,
                        stride=stride,
                        pad=kernel // 2,
                        nobias=True,
                        groups=hidden * 2,
                    ),
                    L.BatchNormalization(hidden * 2, eps=1e-5),
                )
            else:
                self.filter = F.identity
            self.se = (
                SqueezeExcitation(hidden * 2, squeeze) if squeeze > 0 else F.identity
            )
            self.ghost2 = Ghost(hidden * 2, mixed, relu=False)
            if stride > 1 or in_channels != channels:
                self.shortcut = Stack(
                    L.Convolution2D(
                        in_channels,
                        in_channels,
                        kernel,
                        stride=stride,
                        pad=kernel // 2,
                        nobias=True,
                        groups=in_channels,
                    ),
                    L.BatchNormalization(in_channels, eps=1e-5),
                    L.Convolution2D(in_channels, channels, 1, nobias=True),
                    L.BatchNormalization(channels, eps=1e-5),
                )
            else:
                self.shortcut = F.identity

    def forward(self, x):
        shortcut = self.shortcut(x)
        x = self.ghost1(x)
        x = self.filter(x)
        x = self.se(x)
        return self.ghost2(x) + shortcut


class GhostNet(chainer.Chain):
    """GhostNet (Han et al., 2020), width 1, of the authors' code.

    The table counts the channels that are mixed, which is half of them. 5,182,508
    parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(3, 16, 3, stride=2, pad=1, nobias=True)
            self.bn1 = L.BatchNormalization(16, eps=1e-5)
            self.blocks = Stack()
            channels = 16
            for kernel, hidden, mixed, squeeze, stride in (
                (3, 8, 8, 0, 1),
                (3, 24, 12, 0, 2),
                (3, 36, 12, 0, 1),
                (5, 36, 20, 20, 2),
                (5, 60, 20, 32, 1),
                (3, 120, 40, 0, 2),
                (3, 100, 40, 0, 1),
                (3, 92, 40, 0, 1),
                (3, 92, 40, 0, 1),
                (3, 240, 56, 120, 1),
                (3, 336, 56, 168, 1),
                (5, 336, 80, 168, 2),
                (5, 480, 80, 0, 1),
                (5, 480, 80, 240, 1),
                (5, 480, 80, 0, 1),
                (5, 480, 80, 240, 1),
            ):
                self.blocks.append(
                    Bottleneck(channels, kernel, hidden, mixed, squeeze, stride)
                )
                channels = mixed * 2
            self.conv = L.Convolution2D(160, 960, 1, nobias=True)
            self.bn2 = L.BatchNormalization(960, eps=1e-5)
            self.head = L.Convolution2D(960, 1280, 1)
            self.fc = L.Linear(1280, num_classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.stem(x)))
        x = self.blocks(x)
        x = F.average(F.relu(self.bn2(self.conv(x))), axis=(2, 3), keepdims=True)
        x = F.relu(self.head(x))
        return self.fc(F.dropout(F.reshape(x, (len(x), -1)), ratio=0.2))
