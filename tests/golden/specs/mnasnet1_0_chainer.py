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


class InvertedResidual(chainer.Chain):
    """Expands the channels, filters each on its own, and projects to a few."""

    def __init__(self, in_channels, channels, kernel, stride, expansion):
        super().__init__()
        hidden = in_channels * expansion
        self.skip = stride == 1 and in_channels == channels
        with self.init_scope():
            self.layers = Stack(
                L.Convolution2D(in_channels, hidden, 1, nobias=True),
                L.BatchNormalization(hidden, decay=0.9997, eps=1e-5),
                Apply(F.relu),
                L.Convolution2D(
                    hidden,
                    hidden,
                    kernel,
                    stride=stride,
                    pad=kernel // 2,
                    nobias=True,
                    groups=hidden,
                ),
                L.BatchNormalization(hidden, decay=0.9997, eps=1e-5),
                Apply(F.relu),
                L.Convolution2D(hidden, channels, 1, nobias=True),
                L.BatchNormalization(channels, decay=0.9997, eps=1e-5),
            )

    def forward(self, x):
        y = self.layers(x)
        if self.skip:
            y = y + x
        return y


class MNASNet(chainer.Chain):
    """MnasNet-B1 (Tan et al., 2019), depth multiplier 1."""

    def __init__(self, num_classes=1000, widths=(32, 16, 24, 40, 80, 96, 192, 320)):
        super().__init__()
        with self.init_scope():
            self.layers = Stack()
            self.layers.append(
                L.Convolution2D(3, widths[0], 3, stride=2, pad=1, nobias=True)
            )
            self.layers.append(L.BatchNormalization(widths[0], decay=0.9997, eps=1e-5))
            self.layers.append(Apply(F.relu))
            self.layers.append(
                L.Convolution2D(
                    widths[0], widths[0], 3, pad=1, nobias=True, groups=widths[0]
                )
            )
            self.layers.append(L.BatchNormalization(widths[0], decay=0.9997, eps=1e-5))
            self.layers.append(Apply(F.relu))
            self.layers.append(L.Convolution2D(widths[0], widths[1], 1, nobias=True))
            self.layers.append(L.BatchNormalization(widths[1], decay=0.9997, eps=1e-5))
            channels = widths[1]
            for stage, (times, kernel, expansion, stride) in enumerate(
                (
                    (3, 3, 3, 2),
                    (3, 5, 3, 2),
                    (3, 5, 6, 2),
                    (2, 3, 6, 1),
                    (4, 5, 6, 2),
                    (1, 3, 6, 1),
                )
            ):
                self.layers.append(
                    Stack(
                        *(
                            InvertedResidual(
                                channels if i == 0 else widths[stage + 2],
                                widths[stage + 2],
                                kernel,
                                stride if i == 0 else 1,
                                expansion,
                            )
                            for i in range(times)
                        )
                    )
                )
                channels = widths[stage + 2]
            self.layers.append(L.Convolution2D(widths[7], 1280, 1, nobias=True))
            self.layers.append(L.BatchNormalization(1280, decay=0.9997, eps=1e-5))
            self.layers.append(Apply(F.relu))
            self.classifier = Stack(
                Apply(F.dropout, ratio=0.2), L.Linear(1280, num_classes)
            )

    def forward(self, x):
        x = F.average(self.layers(x), axis=(2, 3))
        return self.classifier(x)
