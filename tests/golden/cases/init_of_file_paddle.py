from paddle import nn


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, bias=8):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels,
            bias,
            1,
            weight_attr=nn.initializer.Normal(std=0.25),
            bias_attr=nn.initializer.Constant(0.125),
        )
        self.fit = nn.Conv2D(
            bias,
            in_channels,
            1,
            weight_attr=nn.initializer.Normal(std=0.25),
            bias_attr=nn.initializer.Constant(1 / in_channels),
        )

    def forward(self, x):
        x = self.conv(x)
        return self.fit(x)


class InitOfFile(nn.Layer):
    """Network InitOfFile."""

    def __init__(self, width=3):
        super().__init__()
        self.stem = nn.Conv2D(
            4,
            width,
            3,
            weight_attr=nn.initializer.Normal(std=0.25),
            bias_attr=nn.initializer.Constant(0.125),
        )
        self.unit = Unit(width)

    def forward(self, x):
        x = self.stem(x)
        return self.unit(x)
