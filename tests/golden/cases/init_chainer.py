import chainer
import chainer.functions as F
import chainer.links as L
from chainer import initializers


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Between(chainer.Initializer):
    """Uniform numbers between two bounds."""

    def __init__(self, low, high):
        super().__init__()
        self.low, self.high = low, high

    def __call__(self, array):
        xp = chainer.backend.get_array_module(array)
        array[...] = xp.random.uniform(self.low, self.high, array.shape)


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, spread=0.2):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels, 4, 3, pad=1, initialW=initializers.Normal(spread)
            )
            self.bn = L.BatchNormalization(
                4, eps=1e-5, initial_gamma=0.5, initial_beta=initializers.Uniform(0.1)
            )
            self.other = L.Convolution2D(4, 4, 1, initialW=spread / 2, initial_bias=1)

    def forward(self, x):
        x = self.bn(self.conv(x))
        return self.other(x)


class Scaled(chainer.Chain):
    """Block Scaled."""

    def __init__(self, in_channels, affine):
        super().__init__()
        with self.init_scope():
            self.bn = L.BatchNormalization(
                in_channels,
                eps=1e-5,
                use_gamma=affine,
                use_beta=affine,
                initial_gamma=2,
                initial_beta=1,
            )

    def forward(self, x):
        return self.bn(x)


class Plain(Stack):
    """Block Plain."""

    def __init__(self, in_channels):
        super().__init__(
            L.Convolution2D(in_channels, 4, 1, initialW=initializers.HeNormal()),
            L.Deconvolution2D(4, 4, 2, stride=2, initialW=initializers.HeNormal()),
        )


class Init(chainer.Chain):
    """Initialisers of every kind, on the file, on a block and on nodes."""

    def __init__(self, scale=0.1):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(4, 4, 3, initialW=initializers.HeNormal())
            self.conv2 = L.Convolution2D(4, 4, 1, initialW=initializers.HeUniform())
            self.conv3 = L.Convolution2D(
                4, 4, 1, nobias=True, initialW=initializers.GlorotNormal()
            )
            self.conv4 = L.Convolution2D(
                4, 4, 1, initialW=initializers.GlorotUniform(), initial_bias=0.1
            )
            self.conv5 = L.Convolution2D(
                4, 4, 1, initial_bias=initializers.Normal(scale)
            )
            self.conv6 = L.Convolution2D(4, 4, 1, initialW=initializers.LeCunUniform())
            self.conv7 = L.Convolution2D(
                4, 4, 1, initialW=1, initial_bias=initializers.Uniform(0.5)
            )
            self.unit = Unit(4)
            self.unit2 = Unit(4, spread=scale)
            self.scaled = Scaled(4, True)
            self.unscaled = Scaled(4, False)
            self.plain = Plain(4)
            self.slope = L.PReLU(init=0.1)
            self.norm = L.GroupNormalization(2, 4, initial_beta=1)
            self.fc = L.Linear(4 * 8 * 8, 3, initialW=Between(-0.1 * scale, 0.1))

    def forward(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        x = self.conv3(x)
        x = self.conv4(x)
        x = self.conv5(x)
        x = self.conv6(x)
        x = self.conv7(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.scaled(x)
        x = self.unscaled(x)
        x = self.norm(self.slope(self.plain(x)))
        return self.fc(F.reshape(x, (len(x), -1)))
