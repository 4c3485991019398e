def channel_shuffle(x, groups):
    """Takes the channels in turn from each group."""
    n, c, *sides = x.shape
    x = F.swapaxes(F.reshape(x, (n, groups, c // groups, *sides)), 1, 2)
    return F.reshape(x, (n, c, *sides))
