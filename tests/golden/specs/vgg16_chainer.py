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


class VGG16(chainer.Chain):
    """Very deep network, configuration D (Simonyan and Zisserman, 2015)."""

    def __init__(self, num_classes=1000, convs=(2, 2, 3, 3, 3), batch_norm=False):
        super().__init__()
        with self.init_scope():
            self.features = Stack()
            features = 3
            for stage, channels in enumerate((64, 128, 256, 512, 512)):
                for i in range(convs[stage]):
                    self.features.append(
                        L.Convolution2D(
                            features if i == 0 else channels, channels, 3, pad=1
                        )
                    )
                    if batch_norm:
                        self.features.append(L.BatchNormalization(channels, eps=1e-5))
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
        x = adaptive_average_pooling(self.features(x), (7, 7))
        return self.classifier(F.reshape(x, (len(x), -1)))
