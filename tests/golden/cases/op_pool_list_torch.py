import torch
from torch import nn
from torch.nn import functional as F


class Apply(nn.Module):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class Layer(nn.Module):
    """A part of PoolList."""

    def forward(self, x):
        return F.avg_pool2d(F.pad(x, (0, 1, 1, 0)), 2, stride=1)


class PoolListLayer(nn.Module):
    """A part of PoolList."""

    def forward(self, x):
        return F.avg_pool2d(F.pad(x, (1, 0, 0, 1)), 2, stride=1) / F.avg_pool2d(
            F.pad(torch.ones_like(x), (1, 0, 0, 1)), 2, stride=1
        )


class PoolList(nn.Sequential):
    """Pools that a list numbers."""

    def __init__(self):
        super().__init__(
            nn.Sequential(
                nn.ConstantPad2d((0, 1, 1, 0), float("-inf")), nn.MaxPool2d(2, stride=1)
            ),
            nn.MaxPool2d(2, ceil_mode=True),
            Layer(),
            nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False),
            nn.Conv2d(4, 3, 1),
            nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True),
            PoolListLayer(),
            nn.AdaptiveAvgPool2d((2, 3)),
            nn.Upsample(scale_factor=2),
            nn.ConstantPad2d((1, 1, 1, 1), 0),
            Apply(torch.narrow, dim=1, start=0, length=2),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
        )
