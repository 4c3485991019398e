# average_pooling_3d counts its padding, pads both ends alike and cannot round up. The
# backward pass of average_pooling_nd, which need not count it, writes into the gradient
# that it is given: in a sum, that is the gradient of the other summand as well.
def padded_average_pooling_3d(x, ksize, pads, extra=0, stride=None, count_padding=True):
    """Average pooling after pads at both ends of each side.

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """
    xp = chainer.backend.get_array_module(x)
    ones = xp.ones(x.shape[2:], x.dtype)
    ones = xp.pad(ones, pads, "constant", constant_values=int(count_padding))
    ones = xp.pad(ones, extra, "constant")[None, None]
    x = F.pad(x, ((0, 0), (0, 0), *pads), "constant")
    if extra:
        x = F.pad(x, ((0, 0), (0, 0), *extra), "constant")
    share = F.average_pooling_3d(ones, ksize, stride)
    return F.average_pooling_3d(x, ksize, stride) / share
