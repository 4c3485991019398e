from paddle import nn


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, spread=0.2):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels,
            4,
            3,
            padding=1,
            weight_attr=nn.initializer.Normal(std=spread),
            bias_attr=nn.initializer.Constant(),
        )
        self.bn = nn.BatchNorm2D(
            4,
            weight_attr=nn.initializer.Constant(0.5),
            bias_attr=nn.initializer.Uniform(low=-0.1, high=0.1),
        )
        self.other = nn.Conv2D(
            4,
            4,
            1,
            weight_attr=nn.initializer.Constant(spread / 2),
            bias_attr=nn.initializer.Constant(1.0),
        )

    def forward(self, x):
        x = self.bn(self.conv(x))
        return self.other(x)


class Scaled(nn.Layer):
    """Block Scaled."""

    def __init__(self, in_channels, affine):
        super().__init__()
        self.bn = nn.BatchNorm2D(
            in_channels,
            weight_attr=nn.initializer.Constant(2) if affine else False,
            bias_attr=nn.initializer.Constant(1.0) if affine else False,
        )

    def forward(self, x):
        return self.bn(x)


class Plain(nn.Sequential):
    """Block Plain."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2D(
                in_channels,
                4,
                1,
                weight_attr=nn.initializer.KaimingNormal(),
                bias_attr=nn.initializer.Constant(),
            ),
            nn.Conv2DTranspose(
                4,
                4,
                2,
                stride=2,
                weight_attr=nn.initializer.KaimingNormal(fan_in=16),
                bias_attr=nn.initializer.Constant(),
            ),
        )


class Init(nn.Layer):
    """Initialisers of every kind, on the file, on a block and on nodes."""

    def __init__(self, scale=0.1):
        super().__init__()
        self.conv1 = nn.Conv2D(
            4,
            4,
            3,
            weight_attr=nn.initializer.KaimingNormal(),
            bias_attr=nn.initializer.Constant(),
        )
        self.conv2 = nn.Conv2D(
            4,
            4,
            1,
            weight_attr=nn.initializer.KaimingUniform(),
            bias_attr=nn.initializer.Constant(),
        )
        self.conv3 = nn.Conv2D(
            4, 4, 1, weight_attr=nn.initializer.XavierNormal(), bias_attr=False
        )
        self.conv4 = nn.Conv2D(
            4,
            4,
            1,
            weight_attr=nn.initializer.XavierUniform(),
            bias_attr=nn.initializer.Constant(0.1),
        )
        self.conv5 = nn.Conv2D(
            4,
            4,
            1,
            weight_attr=nn.initializer.KaimingNormal(nonlinearity="linear"),
            bias_attr=nn.initializer.Normal(std=scale),
        )
        self.conv6 = nn.Conv2D(
            4,
            4,
            1,
            weight_attr=nn.initializer.KaimingUniform(nonlinearity="linear"),
            bias_attr=nn.initializer.Constant(),
        )
        self.conv7 = nn.Conv2D(
            4,
            4,
            1,
            weight_attr=nn.initializer.Constant(1.0),
            bias_attr=nn.initializer.Uniform(low=-0.5, high=0.5),
        )
        self.unit = Unit(4)
        self.unit2 = Unit(4, spread=scale)
        self.scaled = Scaled(4, True)
        self.unscaled = Scaled(4, False)
        self.plain = Plain(4)
        self.slope = nn.PReLU(weight_attr=nn.initializer.Constant(0.1))
        self.norm = nn.GroupNorm(2, 4, bias_attr=nn.initializer.Constant(1.0))
        self.fc = nn.Linear(
            4 * 8 * 8,
            3,
            weight_attr=nn.initializer.Uniform(low=-0.1 * scale, high=0.1),
            bias_attr=nn.initializer.Constant(),
        )

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
        x = self.norm(self.slope(self.plain(x))).flatten(1)
        return self.fc(x)
