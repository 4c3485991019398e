import paddle
from paddle import nn
from paddle.nn import functional as F


class Layer(nn.Layer):
    """Part `mix` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 4, 1)

    def forward(self, x, skip, skip2):
        return self.conv(x) + skip + skip2


class LayerLayer(nn.Layer):
    """Part `single` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 4, 1)

    def forward(self, x, skip):
        return self.conv(x) + skip


class Listed1(nn.Layer):
    """Part `listed.1` of FromInRepeat."""

    def forward(self, x, skip):
        return F.tanh(x) * skip


class Listed(nn.Layer):
    """Part `listed` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.add_sublayer("0", nn.Conv2D(4, 4, 1))
        self.add_sublayer("1", Listed1())

    def forward(self, x, skip):
        x = getattr(self, "0")(x)
        return getattr(self, "1")(x, skip)


class FromInRepeat(nn.Layer):
    """Copies of a repeat read nodes from outside the repeat."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2D(4, 4, 1)
        self.side = nn.Conv2D(4, 4, 1)
        self.mix = nn.Sequential(*(Layer() for _ in range(2)))
        self.single = nn.Sequential(*(LayerLayer() for _ in range(2)))
        self.listed = Listed()
        self.end = nn.Conv2D(12, 2, 1)

    def forward(self, x):
        x = self.stem(x)
        y = self.side(x)
        mix = y
        for layer in self.mix:
            mix = layer(mix, x, y)
        single = mix
        for layer in self.single:
            single = layer(single, x)
        x = paddle.concat((mix, single, self.listed(single, x)), axis=1)
        return self.end(x)
