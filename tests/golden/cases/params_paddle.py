from paddle import nn


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(
        self,
        in_channels,
        channels,
        slope,
        bias,
        mode,
        kernel,
        rate=0.5,
        extra=True,
        pool="max",
        pads=(0, 0),
    ):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels, channels, kernel, padding=pads, bias_attr=bias
        )
        self.act = nn.LeakyReLU(slope) if mode == "leaky" else nn.Identity()
        self.relu = nn.ReLU() if mode == "relu" else nn.Identity()
        self.max = nn.MaxPool2D(2) if pool == "max" else nn.Identity()
        self.avg = nn.AvgPool2D(2) if pool == "avg" else nn.Identity()
        self.bn = nn.BatchNorm2D(channels) if extra else nn.Identity()
        self.drop = nn.Dropout(rate)

    def forward(self, x):
        x = self.avg(self.max(self.relu(self.act(self.conv(x)))))
        return self.drop(self.bn(x))


class Params(nn.Layer):
    """Params of every type, with defaults and without."""

    def __init__(
        self,
        count=3,
        drop=0.25,
        use_bias=False,
        act="relu",
        sizes=(3, 1),
        flags=(True, False),
        rates=(0.1, 0.2),
        words=("tanh", "relu"),
    ):
        super().__init__()
        self.a = Unit(4, count, 0.2, use_bias, "leaky", sizes, rate=drop, pads=(1, 0))
        self.b = Unit(count, 4, 1, flags[0], act, (1, 1), extra=flags[1], pool="avg")
        self.c = Unit(
            4, 4, rates[1] * 2, True, words[1], (1, 2), extra=False, pool="none"
        )

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
