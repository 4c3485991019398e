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


class Merge(nn.Module):
    """A coarse value, resized and added to a fine one."""

    def forward(self, fine, coarse):
        x = F.interpolate(
            coarse, size=fine.shape[2:], mode="bilinear", align_corners=False
        )
        return resize_nearest(fine + x, scale=(1.5, 1.5))


class Merge05Bilinear(nn.Module):
    """A coarse value, resized and added to a fine one."""

    def forward(self, fine, coarse):
        x = F.interpolate(
            coarse, size=fine.shape[2:], mode="bilinear", align_corners=False
        )
        x = fine + x
        return F.interpolate(x, scale_factor=0.5, mode="bilinear", align_corners=False)


class Pooled(nn.Module):
    """The mean of the image, at every pixel."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_module(
            "1",
            initialize(
                nn.Conv2d(in_channels, in_channels, 1),
                weight=nn.init.kaiming_normal_,
                bias=nn.init.zeros_,
            ),
        )

    def forward(self, x):
        y = F.relu(getattr(self, "1")(F.adaptive_avg_pool2d(x, 1)))
        return F.interpolate(y, size=x.shape[2:], mode="bilinear", align_corners=False)


class Twice(nn.Module):
    """Block Twice."""

    def __init__(self, times):
        super().__init__()
        self.times = times
        self.use_same = times > 1

    def forward(self, x):
        y = resize_nearest(x, scale=(self.times, self.times))
        if self.use_same:
            y = F.interpolate(y, size=x.shape[2:], mode="bilinear", align_corners=False)
        return y


class Layers(nn.Module):
    """Part `layers` of ResizeList."""

    def __init__(self):
        super().__init__()
        self.add_module(
            "0",
            initialize(
                nn.Conv2d(2, 2, 1), weight=nn.init.kaiming_normal_, bias=nn.init.zeros_
            ),
        )

    def forward(self, x):
        y = getattr(self, "0")(x)
        y = F.interpolate(y, scale_factor=2.5, mode="bilinear", align_corners=False)
        y = F.interpolate(y, size=(4, 5), mode="bilinear", align_corners=True)
        return F.interpolate(y, size=x.shape[2:], mode="bilinear", align_corners=True)


class Layer(nn.Module):
    """Part `copies` of ResizeList."""

    def forward(self, x, skip):
        return F.interpolate(
            x, size=skip.shape[2:], mode="bilinear", align_corners=False
        )


class ResizeList(nn.Module):
    """Network ResizeList."""

    def __init__(self, count=2):
        super().__init__()
        self.coarse = nn.MaxPool2d(2)
        self.merge = Merge()
        self.less = Merge05Bilinear()
        self.layers = Layers()
        self.copies = nn.Sequential(*(Layer() for _ in range(count)))
        self.pooled = Pooled(2)
        self.twice = Twice(2)
        self.once = Twice(1)
        self.rows = nn.Sequential(
            *(
                nn.Sequential(Apply(resize_nearest, scale=(h, w)), nn.Tanh())
                for h, w in ((1, 2), (3, 1))
            )
        )

    def forward(self, x):
        coarse = self.coarse(x)
        y = self.merge(x, coarse)
        y = self.less(y, coarse)
        y = self.layers(y)
        for layer in self.copies:
            y = layer(y, x)
        x = self.pooled(y)
        x = self.twice(x)
        x = self.once(x)
        return self.rows(x)
