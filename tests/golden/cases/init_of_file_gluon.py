import mxnet as mx
from mxnet.gluon import nn


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, bias=8):
        super().__init__()
        self.conv = nn.Conv2D(
            bias,
            1,
            in_channels=in_channels,
            weight_initializer=mx.init.Normal(0.25),
            bias_initializer=mx.init.Constant(0.125),
        )
        self.fit = nn.Conv2D(
            in_channels,
            1,
            in_channels=bias,
            weight_initializer=mx.init.Normal(0.25),
            bias_initializer=mx.init.Constant(1 / in_channels),
        )

    def hybrid_forward(self, F, x):
        x = self.conv(x)
        return self.fit(x)


class InitOfFile(nn.HybridBlock):
    """Network InitOfFile."""

    def __init__(self, width=3):
        super().__init__()
        self.stem = nn.Conv2D(
            width,
            3,
            in_channels=4,
            weight_initializer=mx.init.Normal(0.25),
            bias_initializer=mx.init.Constant(0.125),
        )
        self.unit = Unit(width)

    def hybrid_forward(self, F, x):
        x = self.stem(x)
        return self.unit(x)
