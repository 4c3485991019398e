# Chainer pads both ends of a side alike, and its cover_all keeps windows that hold no data.
def padded_max_pooling_1d(x, ksize, pads, stride=None):
    """Max pooling after pads at both ends of each side that never win."""
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    return F.max_pooling_1d(x, ksize, stride, cover_all=False)
