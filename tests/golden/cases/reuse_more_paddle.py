import paddle
from paddle import nn


class Two(nn.Layer):
    """Block Two."""

    def __init__(self, in_channels, y_channels):
        super().__init__()
        self.a = nn.Conv2D(in_channels, 4, 1)
        self.b = nn.Conv2D(y_channels, 4, 1)

    def forward(self, x, y):
        a = self.a(x)
        return a * self.b(y)


class Pair(nn.Layer):
    """Block Pair."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2D(in_channels, 4, 1)
        self.b = nn.Conv2D(4, 4, 1)

    def forward(self, x):
        p = self.a(x)
        return (p, self.b(p))


class Grow(nn.Layer):
    """Block Grow."""

    def __init__(self, in_channels):
        super().__init__()
        self.d = nn.Conv2D(in_channels, 2, 1)
        self.e = nn.Conv2D(in_channels + 2, in_channels * 2, 1)

    def forward(self, x):
        x = paddle.concat((x, self.d(x)), axis=1)
        return self.e(x)


class Seq(nn.Layer):
    """Part `seq` of ReuseMore."""

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2D(4, 4, 1)

    def forward(self, x, skip):
        return self.c(x) * skip


class Layer(nn.Layer):
    """Part `rep` of ReuseMore."""

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2D(4, 4, 1)

    def forward(self, x, skip):
        return self.c(x) + skip


class ReuseMore(nn.Layer):
    """Reuse of what reads and gives several values, on images of other sizes."""

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2D(4, 4, 1)
        self.c2 = nn.Conv2D(4, 4, 1)
        self.two = Two(4, 4)
        self.pair = Pair(4)
        self.seq = Seq()
        self.rep = nn.Sequential(*(Layer() for _ in range(2)))
        self.grow = nn.Sequential()
        channels = 4
        for _ in range(2):
            self.grow.append(Grow(channels))
            channels = channels * 2
        self.back = nn.Conv2D(16, 4, 3, padding=1)
        self.asym = nn.Conv2D(16, 16, 2, padding=(1, 0, 0, 0))
        self.pool = nn.MaxPool2D(3, stride=1, padding=(1, 0, 0, 1))

    def forward(self, x):
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
