from torch import nn


class Layer(nn.Module):
    """Part `mix` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 1)

    def forward(self, x, skip):
        return self.conv(x) + skip


class LayerLayer(nn.Module):
    """Part `single` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 1)

    def forward(self, x, skip):
        return self.conv(x) + skip


class Listed1(nn.Module):
    """Part `listed.1` of FromInRepeat."""

    def forward(self, x, skip, skip2):
        return skip * skip2


class Listed(nn.Module):
    """Part `listed` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.add_module("0", nn.Conv2d(4, 4, 1))
        self.add_module("1", Listed1())

    def forward(self, x, skip, skip2):
        x = getattr(self, "0")(x)
        return getattr(self, "1")(x, skip, skip2)


class FromInRepeat(nn.Module):
    """Copies of a repeat read nodes from outside the repeat."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(4, 4, 1)
        self.side = nn.Conv2d(4, 4, 1)
        self.mix = nn.Sequential(*(Layer() for _ in range(2)))
        self.single = nn.Sequential(*(LayerLayer() for _ in range(2)))
        self.listed = Listed()
        self.end = nn.Conv2d(4, 2, 1)

    def forward(self, x):
        y = self.stem(x)
        z = self.side(y)
        for layer in self.mix:
            z = layer(z, y)
        for layer in self.single:
            z = layer(z, y)
        x = self.listed(z, x, y)
        return self.end(x)
