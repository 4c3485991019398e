from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class Layer(nn.Module):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.body = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x):
        return self.body(x) + x


class ListWithJoinsLayer(nn.Module):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(4, 6, 1), nn.ReLU())
        self.shortcut = nn.Conv2d(4, 6, 1)

    def forward(self, x):
        shortcut = self.shortcut(x)
        return self.body(x) + shortcut


class ListWithJoinsLayer2(nn.Module):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.add_module("1", Unit(6, channels=2))
        self.add_module(
            "2", nn.Sequential(OrderedDict(a=nn.Tanh(), b=nn.Conv2d(6, 3, 1)))
        )

    def forward(self, x):
        return torch.cat((x, getattr(self, "1")(x), getattr(self, "2")(x)), dim=1)


class ListWithJoinsLayer3(nn.Module):
    """A part of ListWithJoins."""

    def forward(self, x):
        return torch.sigmoid(x) * x


class ListWithJoins(nn.Sequential):
    """In a list a join takes one number, and its branches hold seqs and calls."""

    def __init__(self):
        super().__init__(
            nn.Conv2d(4, 4, 3, padding=1),
            Layer(),
            ListWithJoinsLayer(),
            ListWithJoinsLayer2(),
            ListWithJoinsLayer3(),
            nn.Conv2d(11, 2, 1),
        )
