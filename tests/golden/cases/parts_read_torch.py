import torch
from torch import nn
from torch.nn import functional as F


def initialize(layer, **fill):
    """Fill the tensors of a layer in place: initialize(layer, bias=nn.init.zeros_)."""
    for name, function in fill.items():
        if getattr(layer, name) is not None:
            function(getattr(layer, name))
    return layer


class Convs(nn.Module):
    """Part `convs` of Branches."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.add_module(
            "0",
            initialize(
                nn.Conv2d(in_channels, width, 1),
                weight=nn.init.kaiming_normal_,
                bias=nn.init.zeros_,
            ),
        )
        self.add_module(
            "1",
            initialize(
                nn.Conv2d(in_channels, width, 3, padding=1),
                weight=nn.init.kaiming_normal_,
                bias=nn.init.zeros_,
            ),
        )
        self.add_module("2", nn.MaxPool2d(3, stride=1, padding=1))

    def forward(self, x):
        return (getattr(self, "0")(x), getattr(self, "1")(x), getattr(self, "2")(x))


class Branches(nn.Module):
    """Numbered branches, each of which reads the input."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.convs = Convs(in_channels, width)

    def forward(self, x):
        x, y, z = self.convs(x)
        return torch.cat((x, y, z), dim=1)


class Part(nn.Module):
    """Part `part` of PartsRead."""

    def __init__(self):
        super().__init__()
        self.conv = initialize(
            nn.Conv2d(4, 3, 1), weight=nn.init.kaiming_normal_, bias=nn.init.zeros_
        )

    def forward(self, x):
        x = self.conv(x)
        return (x, torch.tanh(x))


class PartsRead(nn.Module):
    """Network PartsRead."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            initialize(
                nn.Conv2d(2, 3, 3, padding=1),
                weight=nn.init.kaiming_normal_,
                bias=nn.init.zeros_,
            ),
            nn.ReLU(),
            nn.Sequential(
                nn.MaxPool2d(2),
                initialize(
                    nn.Conv2d(3, 4, 1),
                    weight=nn.init.kaiming_normal_,
                    bias=nn.init.zeros_,
                ),
            ),
            nn.AvgPool2d(2),
        )
        self.part = Part()
        self.branches = Branches(3, 2)

    def forward(self, x):
        x = self.features[:2](x)
        y = self.features[2][0](x)
        z = self.features[2][1](y)
        z, u = self.part(self.features[3](z))
        z = F.interpolate(z + u, size=x.shape[2:], mode="bilinear", align_corners=False)
        x = self.branches(x + z)
        x = F.interpolate(x, size=y.shape[2:], mode="bilinear", align_corners=False)
        return torch.cat((x, y), dim=1)
