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


def initialize(layer, **fill):
    """Fill the tensors of a layer in place: initialize(layer, bias=nn.init.zeros_)."""
    for name, function in fill.items():
        if getattr(layer, name) is not None:
            function(getattr(layer, name))
    return layer


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, width, bias=True):
        super().__init__()
        self.norm = nn.LayerNorm(in_channels, eps=1e-6)
        self.wide = nn.Linear(in_channels, width, bias=bias)
        self.fc = initialize(
            nn.Linear(width, in_channels),
            weight=nn.init.kaiming_normal_,
            bias=nn.init.zeros_,
        )

    def forward(self, x):
        x = self.wide(self.norm(torch.permute(x, (0, 2, 3, 1))))
        return torch.permute(self.fc(F.gelu(x)), (0, 3, 1, 2))


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels, width=8):
        super().__init__(
            Apply(torch.permute, dims=(0, 2, 3, 1)),
            nn.LayerNorm(in_channels),
            nn.Linear(in_channels, width),
            nn.ReLU(),
            nn.Linear(width, 4, bias=False),
            Apply(torch.permute, dims=(0, 3, 1, 2)),
        )


class Turned(nn.Module):
    """Images with their channels last, and back."""

    def __init__(self, width=8, tail=True):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, (2, 1))
        self.unit_body = Unit(4, width)
        self.listed_body = Listed(4, width=width * 2)
        self.perhaps = nn.Linear(6, 5) if tail else nn.Identity()
        self.more = nn.LayerNorm(5, eps=0.01) if tail else nn.Identity()
        self.norm = nn.LayerNorm(4 * (5 if tail else 5 if tail else 6) * 4)
        self.fc = nn.Linear(4 * (5 if tail else 5 if tail else 6) * 4, 6)

    def forward(self, x):
        x = self.conv(torch.permute(x, (0, 1, 3, 2)))
        x = self.unit_body(x) + x
        x = torch.permute(self.listed_body(x) + x, (0, 2, 3, 1))
        x = self.more(self.perhaps(torch.permute(x, (0, 1, 3, 2))))
        x = torch.permute(x, (0, 2, 3, 1)).flatten(1)
        return self.fc(self.norm(x))
