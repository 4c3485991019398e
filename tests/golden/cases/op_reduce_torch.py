import torch
from torch import nn


class Apply(nn.Module):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class Attention(nn.Module):
    """A weight for each pixel, from the mean, the maximum and the minimum of its
    channels.
    """

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 1, 3, padding=1, bias=False)

    def forward(self, x):
        mean = x.mean(1, keepdim=True)
        peak = x.amax(1, keepdim=True)
        x = self.conv(torch.cat((mean, peak, x.amin(1, keepdim=True)), dim=1))
        return torch.sigmoid(x)


class Head(nn.Sequential):
    """Reductions in a list."""

    def __init__(self, in_channels, width):
        super().__init__(
            nn.Conv2d(in_channels, width, 1),
            Apply(torch.sum, dim=3, keepdim=True),
            Apply(torch.mean, dim=(1, 2), keepdim=True),
            nn.Flatten(),
        )


class Extremes(nn.Sequential):
    """Block Extremes."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2d(in_channels, 4, 1),
            Apply(torch.amax, dim=2),
            Apply(torch.amin, dim=2),
        )


class Reductions(nn.Module):
    """Means, sums and extremes over axes of flat inputs, signals, images and
    volumes.
    """

    def __init__(self, width=3):
        super().__init__()
        self.weight = Attention()
        self.head = Head(4, width)
        self.low = Extremes(4)
        self.equal = nn.MaxPool2d(3, stride=1, padding=1)

    def forward(self, image, signal, volume, vector):
        weight = self.weight(image)
        head = self.head(image)
        low = self.low(image)
        equal = self.equal(image)
        top = equal.amax((2, 3))
        bottom = equal.amin((2, 3))
        means = equal.sum(1).mean(1)
        last = signal.amin(2)
        best = signal.amax(1)
        corner = volume.amax((2, 3, 4))
        plane = volume.amin((1, 4)).mean(2)
        slabs = volume.amax((2, 3), keepdim=True).flatten(1)
        map_flat = image.mean(1, keepdim=True).flatten(1)
        mean_flat = image.mean(1).flatten(1)
        x = vector.sum(1, keepdim=True)
        return (
            weight,
            head,
            low,
            top,
            bottom,
            means,
            last,
            best,
            corner,
            plane,
            slabs,
            map_flat,
            mean_flat,
            x,
        )
