from mxnet.gluon import nn


class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)


class Unit(nn.HybridBlock):
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
            channels, kernel, padding=pads, in_channels=in_channels, use_bias=bias
        )
        self.act = LeakyReLU(slope) if mode == "leaky" else nn.HybridSequential()
        self.relu = nn.Activation("relu") if mode == "relu" else nn.HybridSequential()
        self.max = nn.MaxPool2D() if pool == "max" else nn.HybridSequential()
        self.avg = nn.AvgPool2D() if pool == "avg" else nn.HybridSequential()
        self.bn = nn.BatchNorm(in_channels=channels) if extra else nn.HybridSequential()
        self.drop = nn.Dropout(rate)

    def hybrid_forward(self, F, x):
        x = self.avg(self.max(self.relu(self.act(self.conv(x)))))
        return self.drop(self.bn(x))


class Params(nn.HybridBlock):
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

    def hybrid_forward(self, F, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
