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


class VGGNet(chainer.Chain):
    """VGG-16 of the PyTorch tutorial; num_classes has no default there."""

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.features = Stack()
            features = 3
            for convs, channels in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
                for j in range(convs):
                    self.features.append(
                        L.Convolution2D(
                            features if j == 0 else channels, channels, 3, pad=1
                        )
                    )
                    self.features.append(Apply(F.relu))
                self.features.append(Apply(F.max_pooling_2d, ksize=2, cover_all=False))
                features = channels
            self.classifier = Stack(
                L.Linear(512 * 7 * 7, 4096),
                Apply(F.relu),
                Apply(F.dropout),
                L.Linear(4096, 4096),
                Apply(F.relu),
                Apply(F.dropout),
                L.Linear(4096, num_classes),
            )

    def forward(self, x):
        x = self.features(x)
        return self.classifier(F.reshape(x, (len(x), -1)))
