from functools import partial

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


class RMSNormFirst(nn.RMSNorm):
    """RMS normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


def initialize(layer, **fill):
    """Fill the tensors of a layer in place: initialize(layer, bias=nn.init.zeros_)."""
    for name, function in fill.items():
        if getattr(layer, name) is not None:
            function(getattr(layer, name))
    return layer


class Scaled(nn.Module):
    """Block Scaled."""

    def __init__(self, in_channels, flag=True, eps=0.7):
        super().__init__()
        self.eps = eps
        self.instance = nn.InstanceNorm2d(in_channels, eps=eps, affine=flag)
        self.rms = RMSNormFirst(in_channels, eps=eps, elementwise_affine=flag)

    def forward(self, x):
        return F.normalize(self.rms(self.instance(x)), dim=1, eps=self.eps)


class InstanceNorms(nn.Module):
    """Norms of single examples, and division by a length, of values of all ranks."""

    def __init__(self):
        super().__init__()
        self.f1 = nn.RMSNorm(6, eps=1e-6)
        self.f3 = nn.RMSNorm(6, eps=1e-6, elementwise_affine=False)
        self.s1 = nn.InstanceNorm1d(4)
        self.s2 = RMSNormFirst(4, eps=0.001)
        self.s3 = nn.RMSNorm(5, eps=1e-6)
        self.i1 = nn.InstanceNorm2d(4, eps=0.7, affine=True)
        self.i2 = Scaled(4, flag=False)
        self.i3 = Scaled(4, eps=0.3)
        self.i4 = nn.Sequential(
            nn.InstanceNorm2d(4, eps=0.001),
            initialize(
                nn.InstanceNorm2d(4, affine=True),
                weight=partial(nn.init.constant_, val=0.5),
            ),
            initialize(
                RMSNormFirst(4, eps=1e-6), weight=partial(nn.init.constant_, val=0.5)
            ),
            Apply(F.normalize, dim=1),
        )
        self.v1 = nn.InstanceNorm3d(2)
        self.v2 = RMSNormFirst(2, eps=1e-6)

    def forward(self, flat, signal, image, volume):
        x = self.f3(F.normalize(self.f1(flat), dim=1, eps=0.7))
        y = self.s3(self.s2(self.s1(signal)))
        y = F.normalize(y, dim=-1)
        z = self.i2(self.i1(image))
        z = self.i3(z)
        z = self.i4(z)
        return (x, y, z, F.normalize(self.v2(self.v1(volume)), dim=1, eps=0.7))
