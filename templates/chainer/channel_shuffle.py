def channel_shuffle(x, groups):
    """Takes the channels of an image in turn from each group."""
    n, c, h, w = x.shape
    x = F.swapaxes(F.reshape(x, (n, groups, c // groups, h, w)), 1, 2)
    return F.reshape(x, (n, c, h, w))
