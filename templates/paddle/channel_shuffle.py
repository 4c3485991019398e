def channel_shuffle(x, groups):
    """Takes the channels in turn from each group; F.channel_shuffle takes images only."""
    n, channels, *sides = x.shape
    x = x.reshape([n, groups, channels // groups, *sides])
    return x.swapaxes(1, 2).reshape([n, channels, *sides])
