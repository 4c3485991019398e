from paddle import nn


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(
        self, in_channels, per_channel=True, affine=True, bias=True, depthwise=False
    ):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels,
            in_channels * 2,
            3,
            padding=1,
            groups=in_channels if depthwise else 1,
            bias_attr=bias,
        )
        self.bn = nn.BatchNorm2D(in_channels * 2, weight_attr=affine, bias_attr=affine)
        self.act = nn.PReLU(in_channels * 2 if per_channel else 1)

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))


class PReLUParam(nn.Layer):
    """A flag of an operator that decides the shape of a tensor is a param."""

    def __init__(self, per_channel=False):
        super().__init__()
        self.unit = Unit(4)
        self.unit2 = Unit(
            8, per_channel=per_channel, affine=False, bias=False, depthwise=True
        )
        self.act = nn.PReLU(16 if per_channel else 1)

    def forward(self, x):
        x = self.unit(x)
        return self.act(self.unit2(x))
