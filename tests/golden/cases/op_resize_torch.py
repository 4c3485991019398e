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


class Group(nn.Module):
    """Part `group` of Resizing."""

    def forward(self, x, skip):
        x = F.interpolate(x, size=skip.shape[2:], mode="bilinear", align_corners=True)
        return torch.tanh(x)


class Resizing(nn.Module):
    """Network Resizing."""

    def __init__(self, corners=True):
        super().__init__()
        self.corners = corners
        self.ruler = nn.Conv2d(2, 1, 2)
        self.group = Group()

    def forward(self, x, signal, volume):
        grown = resize_nearest(x, scale=(1.5, 1.5))
        factor = F.interpolate(
            x, scale_factor=(1.5, 0.6), mode="bilinear", align_corners=False
        )
        aligned = F.interpolate(x, size=(5, 3), mode="bilinear", align_corners=True)
        corners = F.interpolate(
            x, scale_factor=2, mode="bilinear", align_corners=self.corners
        )
        y = resize_nearest(corners, size=x.shape[2:])
        like = F.interpolate(
            y, size=grown.shape[2:], mode="bilinear", align_corners=False
        )
        y = self.ruler(x)
        measured = resize_nearest(grown, size=y.shape[2:])
        group = self.group(corners, x)
        signal_scaled = F.interpolate(signal, scale_factor=2)
        signal_sized = resize_nearest(signal, size=(7,))
        signal_linear = F.interpolate(
            signal, scale_factor=2.5, mode="linear", align_corners=False
        )
        signal_like = F.interpolate(
            signal_scaled, size=signal.shape[2:], mode="linear", align_corners=True
        )
        volume_scaled = F.interpolate(volume, scale_factor=(2, 1, 3))
        volume_sized = resize_nearest(volume, size=(3, 2, 4))
        volume_linear = F.interpolate(
            volume, scale_factor=2, mode="trilinear", align_corners=False
        )
        x = F.interpolate(volume, size=(3, 4, 5), mode="trilinear", align_corners=True)
        return (
            grown,
            factor,
            aligned,
            corners,
            like,
            measured,
            group,
            signal_scaled,
            signal_sized,
            signal_linear,
            signal_like,
            volume_scaled,
            volume_sized,
            volume_linear,
            x,
        )
