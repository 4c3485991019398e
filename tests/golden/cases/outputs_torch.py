import torch
from torch import nn
from torch.nn import functional as F


class Pyramid(nn.Module):
    """Block Pyramid."""

    def __init__(self, in_channels, width=4):
        super().__init__()
        self.c1 = nn.Conv2d(in_channels, width, 3, padding=1)
        self.p1 = nn.MaxPool2d(2)
        self.c2 = nn.Conv2d(width, width * 2, 1)
        self.p2 = nn.MaxPool2d(2)

    def forward(self, x):
        fine = self.c1(x)
        all = self.c2(self.p1(fine))
        return (fine, self.p2(all), all)


class One(nn.Module):
    """Block One."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2d(in_channels, 2, 1)

    def forward(self, x):
        return self.a(x)


class Pass(nn.Module):
    """Block Pass."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2d(in_channels, 2, 1)

    def forward(self, x):
        return (x, self.a(x))


class Outputs(nn.Module):
    """Several outputs of the network and of a block."""

    def __init__(self):
        super().__init__()
        self.fpn = Pyramid(3)
        self.small = Pyramid(3, width=2)
        self.one = One(14)
        self.passed = Pass(2)

    def forward(self, x):
        fpn, coarse, mid = self.fpn(x)
        small, y, _ = self.small(x)
        z = torch.cat((F.interpolate(coarse, scale_factor=4), small, fpn), dim=1)
        same, made = self.passed(self.one(z))
        return (same + made, y, mid, x)
