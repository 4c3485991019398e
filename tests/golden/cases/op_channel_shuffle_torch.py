from torch import nn
from torch.nn import functional as F


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, groups):
        super().__init__()
        self.groups = groups
        self.in_channels = in_channels
        self.conv = nn.Conv2d(in_channels, in_channels, 1, groups=groups)

    def forward(self, x):
        x = self.conv(F.channel_shuffle(x, self.groups))
        return F.channel_shuffle(x, self.in_channels // self.groups)


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__()
        self.append(nn.ChannelShuffle(6))
        self.append(nn.Conv2d(in_channels, 12, 1, groups=2))
        if in_channels > 4:
            self.append(nn.ChannelShuffle(2))


class Shuffle(nn.Module):
    """Groups of channels, interleaved."""

    def __init__(self, groups=3):
        super().__init__()
        self.unit = Unit(12, groups)
        self.listed = Listed(12)
        self.perhaps = nn.ChannelShuffle(2) if groups > 1 else nn.Identity()

    def forward(self, x):
        x = F.channel_shuffle(self.unit(F.channel_shuffle(x, 4)), 4)
        return self.perhaps(self.listed(F.channel_shuffle(x, 1)))
