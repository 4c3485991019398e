import torch
from torch import nn
from torch.nn import functional as F


def resize_nearest(x, size=None, scale=None):
    """Resize by copying pixels, at places that F.interpolate rounds."""
    for axis, n in enumerate(x.shape[2:], 2):
        if size:
            places = [i * n // size[axis - 2] for i in range(size[axis - 2])]
        else:
            factor = scale[axis - 2]
            places = [int(i // factor) for i in range(int(n * factor))]
        x = x.index_select(axis, torch.tensor(places, device=x.device))
    return x


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class UnitLeakyRelu(nn.Module):
    """Block UnitLeakyRelu."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 1)

    def forward(self, x):
        return F.leaky_relu(self.conv(x))


class UnitTanh(nn.Module):
    """Block UnitTanh."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 1)

    def forward(self, x):
        return torch.tanh(self.conv(x))


class UnitSigmoid(nn.Module):
    """Block UnitSigmoid."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 1)

    def forward(self, x):
        return torch.sigmoid(self.conv(x))


class Outer(nn.Module):
    """Block Outer."""

    def __init__(self, in_channels):
        super().__init__()
        self.unit = UnitSigmoid(in_channels)

    def forward(self, x):
        return torch.sigmoid(self.unit(x))


class UnitSilu(nn.Module):
    """Block UnitSilu."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 1)

    def forward(self, x):
        return F.silu(self.conv(x))


class OuterSilu(nn.Module):
    """Block OuterSilu."""

    def __init__(self, in_channels):
        super().__init__()
        self.unit = UnitSilu(in_channels)

    def forward(self, x):
        return F.silu(self.unit(x))


class Pool(nn.Sequential):
    """Block Pool."""

    def __init__(self, in_channels, kernel=2):
        super().__init__(nn.MaxPool2d(kernel, stride=2), nn.Conv2d(in_channels, 4, 1))


class PoolCeil(nn.Sequential):
    """Block PoolCeil."""

    def __init__(self, in_channels, kernel=2):
        super().__init__(
            nn.MaxPool2d(kernel, stride=2, ceil_mode=True), nn.Conv2d(in_channels, 4, 1)
        )


class Resize(nn.Module):
    """Block Resize."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.scale = scale
        self.conv = nn.Conv2d(in_channels, 4, 1)

    def forward(self, x):
        return self.conv(resize_nearest(x, scale=(self.scale, self.scale)))


class ResizeBilinear(nn.Module):
    """Block ResizeBilinear."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.scale = scale
        self.conv = nn.Conv2d(in_channels, 4, 1)

    def forward(self, x):
        x = F.interpolate(
            x, scale_factor=self.scale, mode="bilinear", align_corners=False
        )
        return self.conv(x)


class Gelu(nn.Sequential):
    """Block Gelu."""

    def __init__(self):
        super().__init__(nn.GELU())


class GeluTanh(nn.Sequential):
    """Block GeluTanh."""

    def __init__(self):
        super().__init__(nn.GELU(approximate="tanh"))


class Enums(nn.Module):
    """Words of operators that are params of a block."""

    def __init__(self):
        super().__init__()
        self.unit = Unit(4)
        self.unit2 = UnitLeakyRelu(4)
        self.unit3 = UnitTanh(4, channels=5)
        self.outer = Outer(5)
        self.outer2 = OuterSilu(4)
        self.pool = Pool(4)
        self.pool2 = PoolCeil(4)
        self.resize = Resize(4)
        self.resize2 = ResizeBilinear(4)
        self.gelu = Gelu()
        self.gelu2 = GeluTanh()

    def forward(self, x):
        x = self.unit(x)
        x = self.unit2(x)
        x = self.unit3(x)
        x = self.outer(x)
        x = self.outer2(x)
        x = self.pool(x)
        x = self.pool2(x)
        x = self.resize(x)
        x = self.resize2(x)
        x = self.gelu(x)
        return self.gelu2(x)
