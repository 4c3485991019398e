from paddle import nn


class Layer(nn.Layer):
    """Part `mix` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 4, 1)

    def forward(self, x, skip):
        return self.conv(x) + skip


class LayerLayer(nn.Layer):
    """Part `single` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 4, 1)

    def forward(self, x, skip):
        return self.conv(x) + skip


class Listed1(nn.Layer):
    """Part `listed.1` of FromInRepeat."""

    def forward(self, x, skip, skip2):
        return skip * skip2


class Listed(nn.Layer):
    """Part `listed` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.add_sublayer("0", nn.Conv2D(4, 4, 1))
        self.add_sublayer("1", Listed1())

    def forward(self, x, skip, skip2):
        x = getattr(self, "0")(x)
        return getattr(self, "1")(x, skip, skip2)


class FromInRepeat(nn.Layer):
    """Copies of a repeat read nodes from outside the repeat."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2D(4, 4, 1)
        self.side = nn.Conv2D(4, 4, 1)
        self.mix = nn.Sequential(*(Layer() for _ in range(2)))
        self.single = nn.Sequential(*(LayerLayer() for _ in range(2)))
        self.listed = Listed()
        self.end = nn.Conv2D(4, 2, 1)

    def forward(self, x):
        y = self.stem(x)
        z = self.side(y)
        for layer in self.mix:
            z = layer(z, y)
        for layer in self.single:
            z = layer(z, y)
        x = self.listed(z, x, y)
        return self.end(x)
