import chainer
import chainer.functions as F
import chainer.links as L


class Unit(chainer.Chain):
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
        self.slope = slope
        self.rate = rate
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels, channels, kernel, pad=pads, nobias=not bias
            )
            self.use_act = mode == "leaky"
            self.relu = F.relu if mode == "relu" else F.identity
            self.use_max = pool == "max"
            self.use_avg = pool == "avg"
            self.bn = L.BatchNormalization(channels, eps=1e-5) if extra else F.identity

    def forward(self, x):
        x = self.conv(x)
        if self.use_act:
            x = F.leaky_relu(x, slope=self.slope)
        x = self.relu(x)
        if self.use_max:
            x = F.max_pooling_2d(x, 2, cover_all=False)
        if self.use_avg:
            x = F.average_pooling_2d(x, 2)
        return F.dropout(self.bn(x), ratio=self.rate)


class Params(chainer.Chain):
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
        with self.init_scope():
            self.a = Unit(
                4, count, 0.2, use_bias, "leaky", sizes, rate=drop, pads=(1, 0)
            )
            self.b = Unit(
                count, 4, 1, flags[0], act, (1, 1), extra=flags[1], pool="avg"
            )
            self.c = Unit(
                4, 4, rates[1] * 2, True, words[1], (1, 2), extra=False, pool="none"
            )

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
