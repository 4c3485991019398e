import chainer
import chainer.links as L
from chainer import initializers


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, bias=8):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels,
                bias,
                1,
                initialW=initializers.Normal(0.25),
                initial_bias=0.125,
            )
            self.fit = L.Convolution2D(
                bias,
                in_channels,
                1,
                initialW=initializers.Normal(0.25),
                initial_bias=1 / in_channels,
            )

    def forward(self, x):
        x = self.conv(x)
        return self.fit(x)


class InitOfFile(chainer.Chain):
    """Network InitOfFile."""

    def __init__(self, width=3):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(
                4, width, 3, initialW=initializers.Normal(0.25), initial_bias=0.125
            )
            self.unit = Unit(width)

    def forward(self, x):
        x = self.stem(x)
        return self.unit(x)
