from functools import partial

from torch import nn


class LayerNorm2d(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class LayerNormFirst(nn.LayerNorm):
    """Layer normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


def partly_affine(norm, scale=True, center=True):
    """A norm without its weight if it does not scale, without its bias if not center."""
    if not scale:
        norm.weight = None
    if not center:
        norm.bias = None
    return norm


def initialize(layer, **fill):
    """Fill the tensors of a layer in place: initialize(layer, bias=nn.init.zeros_)."""
    for name, function in fill.items():
        if getattr(layer, name) is not None:
            function(getattr(layer, name))
    return layer


class Flags(nn.Module):
    """Block Flags."""

    def __init__(self, in_channels, in_features, scale=True, center=False):
        super().__init__()
        self.bn = initialize(
            partly_affine(nn.BatchNorm2d(in_channels), scale=scale),
            weight=partial(nn.init.constant_, val=2),
        )
        self.ln = initialize(
            partly_affine(LayerNorm2d(in_channels, bias=center), scale=scale),
            bias=nn.init.ones_,
        )
        self.both = partly_affine(
            nn.BatchNorm2d(in_channels, affine=center), scale=scale
        )
        self.last = nn.LayerNorm(in_features, elementwise_affine=scale)

    def forward(self, x):
        x = self.both(self.ln(self.bn(x)))
        return self.last(x)


class PartialNorms(nn.Module):
    """Batch and layer norms that only scale, only shift, or neither."""

    def __init__(self):
        super().__init__()
        self.f1 = partly_affine(nn.BatchNorm1d(6), scale=False)
        self.f2 = nn.LayerNorm(6, bias=False)
        self.s1 = partly_affine(nn.BatchNorm1d(3), center=False)
        self.s2 = partly_affine(LayerNormFirst(3, eps=0.001), scale=False)
        self.i1 = nn.BatchNorm2d(4, affine=False)
        self.i2 = Flags(4, 4, scale=False)
        self.i3 = Flags(4, 4, center=True)
        self.i4 = nn.Sequential(
            initialize(
                partly_affine(nn.BatchNorm2d(4), scale=False),
                bias=partial(nn.init.constant_, val=0.5),
            ),
            nn.ReLU(inplace=True),
            partly_affine(nn.BatchNorm2d(4), center=False),
            initialize(
                LayerNorm2d(4, bias=False), weight=partial(nn.init.constant_, val=0.5)
            ),
            nn.LayerNorm(4, elementwise_affine=False),
            initialize(
                partly_affine(nn.LayerNorm(4), scale=False),
                bias=partial(nn.init.constant_, val=0.5),
            ),
        )

    def forward(self, flat, signal, image):
        x = self.f2(self.f1(flat))
        y = self.s2(self.s1(signal))
        z = self.i2(self.i1(image))
        z = self.i3(z)
        return (x, y, self.i4(z))
