from mxnet.gluon import nn


class Layer(nn.HybridBlock):
    """Part `mix` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x, skip):
        return self.conv(x) + skip


class LayerLayer(nn.HybridBlock):
    """Part `single` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x, skip):
        return self.conv(x) + skip


class Listed1(nn.HybridBlock):
    """Part `listed.1` of FromInRepeat."""

    def hybrid_forward(self, F, x, skip, skip2):
        return F.broadcast_mul(skip, skip2)


class Listed(nn.HybridBlock):
    """Part `listed` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        setattr(self, "0", nn.Conv2D(4, 1, in_channels=4))
        setattr(self, "1", Listed1())

    def hybrid_forward(self, F, x, skip, skip2):
        x = getattr(self, "0")(x)
        return getattr(self, "1")(x, skip, skip2)


class FromInRepeat(nn.HybridBlock):
    """Copies of a repeat read nodes from outside the repeat."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2D(4, 1, in_channels=4)
        self.side = nn.Conv2D(4, 1, in_channels=4)
        self.mix = nn.HybridSequential()
        for _ in range(2):
            self.mix.add(Layer())
        self.single = nn.HybridSequential()
        for _ in range(2):
            self.single.add(LayerLayer())
        self.listed = Listed()
        self.end = nn.Conv2D(2, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        y = self.stem(x)
        z = self.side(y)
        for layer in self.mix:
            z = layer(z, y)
        for layer in self.single:
            z = layer(z, y)
        x = self.listed(z, x, y)
        return self.end(x)
