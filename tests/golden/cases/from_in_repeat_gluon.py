from mxnet.gluon import nn


class Layer(nn.HybridBlock):
    """Part `mix` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x, skip, skip2):
        return self.conv(x) + skip + skip2


class LayerLayer(nn.HybridBlock):
    """Part `single` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x, skip):
        return self.conv(x) + skip


class Listed1(nn.HybridBlock):
    """Part `listed.1` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.tanh = nn.Activation("tanh")

    def hybrid_forward(self, F, x, skip):
        return F.broadcast_mul(self.tanh(x), skip)


class Listed(nn.HybridBlock):
    """Part `listed` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        setattr(self, "0", nn.Conv2D(4, 1, in_channels=4))
        setattr(self, "1", Listed1())

    def hybrid_forward(self, F, x, skip):
        x = getattr(self, "0")(x)
        return getattr(self, "1")(x, skip)


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
        self.end = nn.Conv2D(2, 1, in_channels=12)

    def hybrid_forward(self, F, x):
        x = self.stem(x)
        y = self.side(x)
        mix = y
        for layer in self.mix:
            mix = layer(mix, x, y)
        single = mix
        for layer in self.single:
            single = layer(single, x)
        x = F.concat(mix, single, self.listed(single, x), dim=1)
        return self.end(x)
