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


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class Inception(chainer.Chain):
    """Four parallel branches."""

    def __init__(self, in_channels, n1_1, n2_1, n2_3, n3_1, n3_5, n4_1):
        super().__init__()
        with self.init_scope():
            self.p1_convs_1 = L.Convolution2D(in_channels, n1_1, 1)
            self.p2_convs_1 = L.Convolution2D(in_channels, n2_1, 1)
            self.p2_convs_3 = L.Convolution2D(n2_1, n2_3, 3, pad=1)
            self.p3_convs_1 = L.Convolution2D(in_channels, n3_1, 1)
            self.p3_convs_5 = L.Convolution2D(n3_1, n3_5, 5, pad=2)
            self.p4_convs_1 = L.Convolution2D(in_channels, n4_1, 1)

    def forward(self, x):
        branch1 = F.relu(self.p1_convs_1(x))
        branch2 = F.relu(self.p2_convs_1(x))
        branch2 = F.relu(self.p2_convs_3(branch2))
        branch3 = F.relu(self.p3_convs_1(x))
        branch3 = F.relu(self.p3_convs_5(branch3))
        branch4 = self.p4_convs_1(
            F.max_pooling_2d(x, 3, stride=1, pad=1, cover_all=False)
        )
        branch4 = F.relu(branch4)
        return F.concat((branch1, branch2, branch3, branch4), axis=1)


class GoogLeNet(chainer.Chain):
    """GoogLeNet of the Gluon tutorial, as meant: with 3x3 and 5x5 windows.

    The stem's second stage has no activation. Drawn for 96x96 images: at 224x224 the
    last pooling leaves 3x3.
    """

    def __init__(self, num_class=10):
        super().__init__()
        with self.init_scope():
            self.b1 = Stack(
                L.Convolution2D(1, 64, 7, stride=2, pad=3),
                Apply(F.relu),
                Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=False),
            )
            self.b2 = Stack(
                L.Convolution2D(64, 64, 1),
                L.Convolution2D(64, 192, 3, pad=1),
                Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=False),
            )
            self.b3 = Stack(
                Inception(192, 64, 96, 128, 16, 32, 32),
                Inception(256, 128, 128, 192, 32, 96, 64),
                Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=False),
            )
            self.b4 = Stack(
                Inception(480, 192, 96, 208, 16, 48, 64),
                Inception(512, 160, 112, 224, 24, 64, 64),
                Inception(512, 128, 128, 256, 24, 64, 64),
                Inception(512, 112, 144, 288, 32, 64, 64),
                Inception(528, 256, 160, 320, 32, 128, 128),
                Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=False),
            )
            self.b5 = Stack(
                Inception(832, 256, 160, 320, 32, 128, 128),
                Inception(832, 384, 192, 384, 48, 128, 128),
                Apply(F.average_pooling_2d, ksize=2),
            )
            self.b6 = Stack(Apply(flatten), L.Linear(1024 * 3 * 3, num_class))

    def forward(self, x):
        x = self.b1(x)
        x = self.b2(x)
        x = self.b3(x)
        x = self.b4(x)
        x = self.b5(x)
        return self.b6(x)
