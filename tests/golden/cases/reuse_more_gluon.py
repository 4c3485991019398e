from mxnet.gluon import nn


class PadConv2D(nn.Conv2D):
    """Convolution after zero pads of (top, bottom, left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x, weight, bias=None):
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, x, weight, bias)


class PadMaxPool2D(nn.MaxPool2D):
    """Max pooling after pads of (top, bottom, left, right) that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        lowest = float("-inf")
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, x)


class Two(nn.HybridBlock):
    """Block Two."""

    def __init__(self, in_channels, y_channels):
        super().__init__()
        self.a = nn.Conv2D(4, 1, in_channels=in_channels)
        self.b = nn.Conv2D(4, 1, in_channels=y_channels)

    def hybrid_forward(self, F, x, y):
        a = self.a(x)
        return F.broadcast_mul(a, self.b(y))


class Pair(nn.HybridBlock):
    """Block Pair."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2D(4, 1, in_channels=in_channels)
        self.b = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        p = self.a(x)
        return (p, self.b(p))


class Grow(nn.HybridBlock):
    """Block Grow."""

    def __init__(self, in_channels):
        super().__init__()
        self.d = nn.Conv2D(2, 1, in_channels=in_channels)
        self.e = nn.Conv2D(in_channels * 2, 1, in_channels=in_channels + 2)

    def hybrid_forward(self, F, x):
        x = F.concat(x, self.d(x), dim=1)
        return self.e(x)


class Seq(nn.HybridBlock):
    """Part `seq` of ReuseMore."""

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x, skip):
        return F.broadcast_mul(self.c(x), skip)


class Layer(nn.HybridBlock):
    """Part `rep` of ReuseMore."""

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x, skip):
        return self.c(x) + skip


class ReuseMore(nn.HybridBlock):
    """Reuse of what reads and gives several values, on images of other sizes."""

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2D(4, 1, in_channels=4)
        self.c2 = nn.Conv2D(4, 1, in_channels=4)
        self.two = Two(4, 4)
        self.pair = Pair(4)
        self.seq = Seq()
        self.rep = nn.HybridSequential()
        for _ in range(2):
            self.rep.add(Layer())
        self.grow = nn.HybridSequential()
        channels = 4
        for _ in range(2):
            self.grow.add(Grow(channels))
            channels = channels * 2
        self.back = nn.Conv2D(4, 3, padding=1, in_channels=16)
        self.asym = PadConv2D(16, 2, pads=(1, 0, 0, 0), in_channels=16)
        self.pool = PadMaxPool2D(3, strides=1, pads=(1, 0, 0, 1))

    def hybrid_forward(self, F, x):
        c1 = self.c1(x)
        c2 = self.c2(c1)
        two = self.two(c1, c2)
        two2 = self.two(c2, x)
        pair, q = self.pair(two)
        p, x = self.pair(two2)
        x = pair + x + p + q
        y = self.seq(x, x)
        x = self.seq(y, x)
        for layer in self.rep:
            x = layer(x, c1)
        for layer in self.rep:
            x = layer(x, c1)
        x = self.grow(x)
        x = self.back(x)
        x = self.grow(x)
        x = self.pool(self.asym(x))
        return self.pool(self.asym(x))
