import torch
from torch import nn


class StochasticDepth(nn.Module):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not self.training:
            return x
        keep = 1 - self.drop_prob
        kept = x.new_empty(len(x), *[1] * (x.dim() - 1)).bernoulli_(keep)
        return x * (kept / keep)


class Tail(nn.Module):
    """Part `tail` of RandomByFlag."""

    def __init__(self):
        super().__init__()
        self.add_module("1", nn.Dropout())
        self.add_module("2", nn.Conv2d(4, 2, 1))

    def forward(self, x):
        x = torch.tanh(x)
        if not self.training:
            x = getattr(self, "1")(x)
        return getattr(self, "2")(x)


class RandomByFlag(nn.Module):
    """Nodes that are random with some arguments only, or in no mode at all."""

    def __init__(self, deep=True):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3)
        self.conv = nn.Conv2d(4, 4, 1)
        self.drop = StochasticDepth(0.3) if deep else nn.Identity()
        self.tail = Tail()

    def forward(self, x):
        x = self.stem(x)
        y = self.drop(self.conv(x))
        return self.tail(y + x)
