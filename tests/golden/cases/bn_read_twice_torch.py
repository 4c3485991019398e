import torch
from torch import nn
from torch.nn import functional as F


class Layer(nn.Module):
    """Part `join` of BnReadTwice."""

    def forward(self, x):
        return torch.cat((F.relu(x), x), dim=1)


class JoinLayer(nn.Module):
    """Part `join` of BnReadTwice."""

    def forward(self, x):
        return F.leaky_relu(x) + x


class LayerLayer(nn.Module):
    """Part `join` of BnReadTwice."""

    def forward(self, x):
        return F.relu(x) + F.elu(x)


class UnitsLayerLayer(nn.Module):
    """Part `units` of BnReadTwice."""

    def forward(self, x):
        return F.hardswish(x) * x * F.silu(x)


class BnReadTwice(nn.Module):
    """The branches of a join read what a bn gives, so none of them may overwrite it."""

    def __init__(self):
        super().__init__()
        self.join = nn.Sequential(
            nn.BatchNorm2d(3),
            Layer(),
            nn.BatchNorm2d(6),
            JoinLayer(),
            nn.BatchNorm2d(6),
            nn.Sequential(LayerLayer()),
            nn.BatchNorm2d(6),
            nn.ReLU6(inplace=True),
        )
        self.units = nn.Sequential(
            *(nn.Sequential(nn.BatchNorm2d(6), UnitsLayerLayer()) for _ in range(2))
        )

    def forward(self, x):
        x = self.join(x)
        return self.units(x)
