from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class LayerScale(nn.Module):
    """Multiplication by learned factors, which begin as ``start``."""

    def __init__(self, start):
        super().__init__()
        self.factors = nn.Parameter(start)

    def forward(self, x):
        return self.factors * x


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, start, scaled=True):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, in_channels, 3, padding=1)
        self.use_layer_scale = scaled
        if scaled:
            self.layer_scale = nn.Parameter(start * torch.ones(in_channels, 1, 1))
        self.after = nn.Parameter(torch.ones(in_channels, 1, 1))

    def forward(self, x):
        y = self.conv(x)
        if self.use_layer_scale:
            y = self.layer_scale * y
        return self.after * (y + x)


class Layer(nn.Module):
    """A part of Listed."""

    def __init__(self):
        super().__init__()
        self.body = nn.Parameter(torch.zeros(6, 1, 1))

    def forward(self, x):
        return self.body * x + x


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels, start=2):
        super().__init__(
            nn.Conv2d(in_channels, 6, 1),
            LayerScale(start * torch.ones(6, 1, 1)),
            Layer(),
            *(LayerScale(torch.ones(6, 1, 1)) for _ in range(2)),
        )


class Flat(nn.Module):
    """Block Flat."""

    def __init__(self, in_channels):
        super().__init__()
        self.s = nn.Parameter(0.3 * torch.randn(in_channels))
        self.t = nn.Parameter(torch.empty(in_channels).uniform_(0.5, 2))

    def forward(self, x):
        x = F.relu(self.s * x)
        return self.t * x


class Group(nn.Module):
    """Part `group` of Scaled."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 3, 1)
        self.s = nn.Parameter(torch.ones(3, 1, 1))

    def forward(self, x):
        return self.s * self.conv(x)


class CopiesLayer(nn.Module):
    """Part `copies` of Scaled."""

    def __init__(self):
        super().__init__()
        self.s = nn.Parameter(torch.ones(3, 1, 1))

    def forward(self, x):
        return self.s * x


class RowsLayer(nn.Module):
    """Part `rows` of Scaled."""

    def __init__(self):
        super().__init__()
        self.s = nn.Parameter(torch.ones(3, 1, 1))
        self.bn = nn.BatchNorm2d(3)

    def forward(self, x):
        return self.bn(self.s * x)


class Scaled(nn.Module):
    """Weights without a name of their own, in every place where one can stand."""

    def __init__(self, start=1e-6, scaled=True):
        super().__init__()
        self.first = nn.Parameter(torch.ones(4, 1, 1))
        self.unit = Unit(4, start)
        self.plain = Unit(4, start, scaled=scaled)
        self.group = Group()
        self.copies = nn.Sequential(
            OrderedDict((f"c{i}", CopiesLayer()) for i in range(2))
        )
        self.rows = nn.Sequential(*(RowsLayer() for _ in range(2)))
        self.add_module("a-b", LayerScale(torch.ones(3, 1, 1)))
        self.listed = Listed(3)
        self.both_0 = nn.Parameter(torch.ones(6, 1, 1))
        self.both_1 = nn.Parameter(torch.ones(6, 1, 1))
        self.last = nn.Parameter(torch.ones(6))
        self.flat = Flat(5 * 3 * 6)

    def forward(self, x):
        x = self.unit(self.first * x)
        x = self.plain(x)
        x = self.group(x)
        x = self.copies(x)
        x = getattr(self, "a-b")(self.rows(x))
        x = self.listed(x)
        x = torch.permute(self.both_0 * x + self.both_1 * x, (0, 2, 3, 1))
        x = (self.last * x).flatten(1)
        x = self.flat(x)
        return self.flat(x)
