import chainer
import chainer.links as L


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(
        self, in_channels, per_channel=True, affine=True, bias=True, depthwise=False
    ):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels,
                in_channels * 2,
                3,
                pad=1,
                nobias=not bias,
                groups=in_channels if depthwise else 1,
            )
            self.bn = L.BatchNormalization(
                in_channels * 2, eps=1e-5, use_gamma=affine, use_beta=affine
            )
            self.act = L.PReLU((in_channels * 2,) if per_channel else ())

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))


class PReLUParam(chainer.Chain):
    """A flag of an operator that decides the shape of a tensor is a param."""

    def __init__(self, per_channel=False):
        super().__init__()
        with self.init_scope():
            self.unit = Unit(4)
            self.unit2 = Unit(
                8, per_channel=per_channel, affine=False, bias=False, depthwise=True
            )
            self.act = L.PReLU((16,) if per_channel else ())

    def forward(self, x):
        x = self.unit(x)
        return self.act(self.unit2(x))
