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

    def __init__(self, in_channels, width, kernel=(3, 1), pads=(1, 0), step=(1, 1)):
        super().__init__()
        kernel = list(kernel)
        self.pads = pads
        self.kernel = kernel
        self.step = step
        self.conv = nn.Conv2d(in_channels, width, kernel, stride=step, padding=pads)
        self.tanh = nn.Tanh() if kernel + [1] == [3, 1, 1] else nn.Identity()
        self.pool = nn.MaxPool2d(kernel, stride=step)
        self.back = nn.ConvTranspose2d(width, width, kernel, stride=step, padding=pads)
        self.fit = nn.AdaptiveAvgPool2d(kernel)

    def forward(self, x):
        x = self.tanh(self.conv(x))
        x = self.pool(
            F.pad(
                x,
                (self.pads[1], self.pads[1], self.pads[0], self.pads[0]),
                value=float("-inf"),
            )
        )
        x = F.avg_pool2d(
            F.pad(x, (self.pads[1], self.pads[1], self.pads[0], self.pads[0])),
            self.kernel,
            stride=self.step[:2],
        ) / F.avg_pool2d(
            F.pad(
                torch.ones_like(x),
                (self.pads[1], self.pads[1], self.pads[0], self.pads[0]),
            ),
            self.kernel,
            stride=self.step[:2],
        )
        return self.fit(self.back(resize_nearest(x, scale=self.step)))


class WholeLists(nn.Module):
    """Sizes that are passed on as lists, one of which is also computed with."""

    def __init__(self):
        super().__init__()
        self.a = Unit(3, 4)
        self.b = Unit(4, 5, kernel=(1, 3), pads=(0, 1), step=(2, 1))
        self.c = nn.Sequential(
            *(
                nn.Sequential(nn.Conv2d(5 if i == 0 else 4, 4, k, padding=1))
                for i, k in enumerate(((1, 3), (3, 1)))
            )
        )

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
