from mxnet.gluon import nn


class PReLU(nn.PReLU):
    """Composed, since nn.PReLU multiplies in float32."""

    def hybrid_forward(self, F, x, alpha):
        y = F.reshape(x, (0, 0, -1))
        slope = F.reshape(alpha, (1, -1, 1))
        y = F.where(y > 0, y, F.broadcast_mul(slope, y))
        return F.reshape_like(y, x)


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(
        self, in_channels, per_channel=True, affine=True, bias=True, depthwise=False
    ):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels * 2,
            3,
            padding=1,
            groups=in_channels if depthwise else 1,
            in_channels=in_channels,
            use_bias=bias,
        )
        self.bn = nn.BatchNorm(center=affine, scale=affine, in_channels=in_channels * 2)
        self.act = PReLU(in_channels=in_channels * 2 if per_channel else 1)

    def hybrid_forward(self, F, x):
        return self.act(self.bn(self.conv(x)))


class PReLUParam(nn.HybridBlock):
    """A flag of an operator that decides the shape of a tensor is a param."""

    def __init__(self, per_channel=False):
        super().__init__()
        self.unit = Unit(4)
        self.unit2 = Unit(
            8, per_channel=per_channel, affine=False, bias=False, depthwise=True
        )
        self.act = PReLU(in_channels=16 if per_channel else 1)

    def hybrid_forward(self, F, x):
        x = self.unit(x)
        return self.act(self.unit2(x))
