from mxnet.gluon import nn


class ChannelShuffle(nn.HybridBlock):
    """Takes the channels in turn from each group."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def hybrid_forward(self, F, x):
        # In a shape -4 splits an axis in two, -3 merges two, -2 keeps the rest.
        y = F.reshape(x, (0, -4, self.groups, -1, -2))
        return F.reshape(F.swapaxes(y, dim1=1, dim2=2), (0, -3, -2))


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, groups):
        super().__init__()
        self.channel_shuffle = ChannelShuffle(groups)
        self.conv = nn.Conv2D(in_channels, 1, groups=groups, in_channels=in_channels)
        self.again = ChannelShuffle(in_channels // groups)

    def hybrid_forward(self, F, x):
        return self.again(self.conv(self.channel_shuffle(x)))


class Listed(nn.HybridSequential):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(ChannelShuffle(6), nn.Conv2D(12, 1, groups=2, in_channels=in_channels))
        if in_channels > 4:
            self.add(ChannelShuffle(2))


class Shuffle(nn.HybridBlock):
    """Groups of channels, interleaved."""

    def __init__(self, groups=3):
        super().__init__()
        self.channel_shuffle = ChannelShuffle(4)
        self.unit = Unit(12, groups)
        self.one = ChannelShuffle(1)
        self.listed = Listed(12)
        self.perhaps = ChannelShuffle(2) if groups > 1 else nn.HybridSequential()

    def hybrid_forward(self, F, x):
        x = self.channel_shuffle(self.unit(self.channel_shuffle(x)))
        return self.perhaps(self.listed(self.one(x)))
