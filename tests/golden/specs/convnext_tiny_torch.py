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


class LayerNorm2d(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class StochasticDepth(nn.Module):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not self.training:
            return x
        keep = 1 - self.drop_prob
        kept = x.new_empty(len(x), *[1] * (x.dim() - 1)).bernoulli_(keep)
        return x * (kept / keep)


class Stem(nn.Sequential):
    """Patches of 4x4 pixels."""

    def __init__(self, in_channels, channels):
        super().__init__(
            nn.Conv2d(in_channels, channels, 4, stride=4),
            LayerNorm2d(channels, eps=1e-6),
        )


class Unit(nn.Module):
    """A depthwise convolution, then two dense layers for each pixel."""

    def __init__(self, in_channels, drop_prob):
        super().__init__()
        self.block = nn.Sequential(
            nn.Conv2d(in_channels, in_channels, 7, padding=3, groups=in_channels),
            Apply(torch.permute, dims=(0, 2, 3, 1)),
            nn.LayerNorm(in_channels, eps=1e-6),
            nn.Linear(in_channels, in_channels * 4),
            nn.GELU(),
            nn.Linear(in_channels * 4, in_channels),
            Apply(torch.permute, dims=(0, 3, 1, 2)),
        )
        self.layer_scale = nn.Parameter(1e-6 * torch.ones(in_channels, 1, 1))
        self.stochastic_depth = StochasticDepth(drop_prob)

    def forward(self, x):
        y = self.stochastic_depth(self.layer_scale * self.block(x))
        return y + x


class Stage(nn.Sequential):
    """Units in turn, each dropped a little more often than the one before."""

    def __init__(self, in_channels, depth, first, step):
        super().__init__(*(Unit(in_channels, (first + i) * step) for i in range(depth)))


class Downsample(nn.Sequential):
    """Halves height and width."""

    def __init__(self, in_channels, channels):
        super().__init__(
            LayerNorm2d(in_channels, eps=1e-6),
            nn.Conv2d(in_channels, channels, 2, stride=2),
        )


class ConvNeXtTiny(nn.Module):
    """ConvNeXt, the tiny one (Liu et al., 2022), 28,589,128 parameters."""

    def __init__(
        self,
        num_classes=1000,
        depths=(3, 3, 9, 3),
        widths=(96, 192, 384, 768),
        drop_prob=0.1,
    ):
        super().__init__()
        step = drop_prob / (sum(depths) - 1)
        self.features = nn.Sequential(
            Stem(3, widths[0]),
            Stage(widths[0], depths[0], 0, step),
            Downsample(widths[0], widths[1]),
            Stage(widths[1], depths[1], depths[0], step),
            Downsample(widths[1], widths[2]),
            Stage(widths[2], depths[2], sum(depths[:2]), step),
            Downsample(widths[2], widths[3]),
            Stage(widths[3], depths[3], sum(depths[:3]), step),
        )
        self.classifier = nn.Sequential(
            LayerNorm2d(widths[3], eps=1e-6),
            nn.Flatten(),
            nn.Linear(widths[3], num_classes),
        )

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.features(x), 1)
        return self.classifier(x)
