import torch
from torch import nn
from torch.nn import functional as F


class Two(nn.Module):
    """Block Two."""

    def __init__(self, in_channels, y_channels):
        super().__init__()
        self.a = nn.Conv2d(in_channels, 4, 1)
        self.b = nn.Conv2d(y_channels, 4, 1)

    def forward(self, x, y):
        a = self.a(x)
        return a * self.b(y)


class Pair(nn.Module):
    """Block Pair."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2d(in_channels, 4, 1)
        self.b = nn.Conv2d(4, 4, 1)

    def forward(self, x):
        p = self.a(x)
        return (p, self.b(p))


class Grow(nn.Module):
    """Block Grow."""

    def __init__(self, in_channels):
        super().__init__()
        self.d = nn.Conv2d(in_channels, 2, 1)
        self.e = nn.Conv2d(in_channels + 2, in_channels * 2, 1)

    def forward(self, x):
        x = torch.cat((x, self.d(x)), dim=1)
        return self.e(x)


class Seq(nn.Module):
    """Part `seq` of ReuseMore."""

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2d(4, 4, 1)

    def forward(self, x, skip):
        return self.c(x) * skip


class Layer(nn.Module):
    """Part `rep` of ReuseMore."""

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2d(4, 4, 1)

    def forward(self, x, skip):
        return self.c(x) + skip


class ReuseMore(nn.Module):
    """Reuse of what reads and gives several values, on images of other sizes."""

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(4, 4, 1)
        self.c2 = nn.Conv2d(4, 4, 1)
        self.two = Two(4, 4)
        self.pair = Pair(4)
        self.seq = Seq()
        self.rep = nn.Sequential(*(Layer() for _ in range(2)))
        self.grow = nn.Sequential()
        channels = 4
        for _ in range(2):
            self.grow.append(Grow(channels))
            channels = channels * 2
        self.back = nn.Conv2d(16, 4, 3, padding=1)
        self.asym = nn.Conv2d(16, 16, 2)
        self.pool = nn.MaxPool2d(3, stride=1)

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
        x = self.asym(F.pad(x, (0, 0, 1, 0)))
        x = self.pool(F.pad(x, (0, 1, 1, 0), value=float("-inf")))
        x = self.asym(F.pad(x, (0, 0, 1, 0)))
        return self.pool(F.pad(x, (0, 1, 1, 0), value=float("-inf")))
