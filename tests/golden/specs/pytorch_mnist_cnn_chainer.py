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


class CNN(chainer.Chain):
    """CNN for MNIST of the PyTorch tutorial, with biases before its batch norms."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.layer1 = Stack(
                L.Convolution2D(1, 16, 3),
                L.BatchNormalization(16, eps=1e-5),
                Apply(F.relu),
            )
            self.layer2 = Stack(
                L.Convolution2D(16, 32, 3),
                L.BatchNormalization(32, eps=1e-5),
                Apply(F.relu),
                Apply(F.max_pooling_2d, ksize=2, cover_all=False),
            )
            self.layer3 = Stack(
                L.Convolution2D(32, 64, 3),
                L.BatchNormalization(64, eps=1e-5),
                Apply(F.relu),
            )
            self.layer4 = Stack(
                L.Convolution2D(64, 128, 3),
                L.BatchNormalization(128, eps=1e-5),
                Apply(F.relu),
                Apply(F.max_pooling_2d, ksize=2, cover_all=False),
            )
            self.fc = Stack(
                L.Linear(128 * 4 * 4, 1024),
                Apply(F.relu),
                L.Linear(1024, 128),
                Apply(F.relu),
                L.Linear(128, 10),
            )

    def forward(self, x):
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = self.layer4(x)
        return self.fc(F.reshape(x, (len(x), -1)))
