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


class VGGBlock(Stack):
    """3x3 convolutions, then a pooling."""

    def __init__(self, in_channels, num_convs, channels):
        super().__init__()
        for i in range(num_convs):
            self.append(
                L.Convolution2D(in_channels if i == 0 else channels, channels, 3, pad=1)
            )
            self.append(Apply(F.relu))
        self.append(Apply(F.max_pooling_2d, ksize=2, cover_all=False))


class VGGNet(chainer.Chain):
    """VGG of the Gluon tutorial, with the architecture it is used with, VGG-13."""

    def __init__(self, architecture=((2, 64), (2, 128), (2, 256), (2, 512), (2, 512))):
        super().__init__()
        with self.init_scope():
            self.features = Stack()
            features = 1
            size = 224
            for num_convs, channels in architecture:
                self.features.append(VGGBlock(features, num_convs, channels))
                features = channels
                size = size // 2
            self.fc1 = L.Linear(architecture[-1][1] * size * size, 4096)
            self.fc2 = L.Linear(4096, 4096)
            self.fc3 = L.Linear(4096, 10)

    def forward(self, x):
        x = self.features(x)
        x = F.relu(self.fc1(F.reshape(x, (len(x), -1))))
        x = F.relu(self.fc2(F.dropout(x)))
        return self.fc3(F.dropout(x))
