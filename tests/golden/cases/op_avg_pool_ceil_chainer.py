import chainer
import chainer.functions as F


def padded_average_pooling(x, ksize, pads, extra=0, stride=None, count_padding=True):
    """Average pooling after pads of ((top, bottom), (left, right)).

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """
    xp = chainer.backend.get_array_module(x)
    ones = xp.ones(x.shape[2:], x.dtype)
    ones = xp.pad(ones, pads, "constant", constant_values=int(count_padding))
    ones = xp.pad(ones, extra, "constant")[None, None]
    x = F.pad(x, ((0, 0), (0, 0), *pads), "constant")
    if extra:
        x = F.pad(x, ((0, 0), (0, 0), *extra), "constant")
    share = F.average_pooling_2d(ones, ksize, stride)
    return F.average_pooling_2d(x, ksize, stride) / share


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number for each side."""
    for n in size:  # pools the first side and puts it last, then the next
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=x.ndim - 1)
    return x


class AvgPoolCeil(chainer.Chain):
    """Average pooling that is rounded up, with padding counted or not."""

    def forward(self, x):
        branch1 = adaptive_average_pooling(F.average_pooling_2d(x, 2, pad=1), (2, 2))
        branch2 = padded_average_pooling(
            x, 3, stride=2, pads=((0, 0), (0, 0)), extra=((0, 1), (0, 1))
        )
        branch2 = adaptive_average_pooling(branch2, (2, 2))
        branch3 = padded_average_pooling(
            x,
            3,
            stride=2,
            pads=((1, 1), (1, 1)),
            extra=((0, 1), (0, 1)),
            count_padding=False,
        )
        branch3 = adaptive_average_pooling(branch3, (2, 2))
        branch4 = padded_average_pooling(
            x, (2, 3), stride=(3, 2), pads=((1, 1), (0, 0)), extra=((0, 0), (0, 1))
        )
        branch4 = adaptive_average_pooling(branch4, (2, 2))
        branch5 = padded_average_pooling(
            x,
            3,
            stride=2,
            pads=((1, 0), (0, 1)),
            extra=((0, 1), (0, 1)),
            count_padding=False,
        )
        branch5 = adaptive_average_pooling(branch5, (2, 2))
        branch6 = F.average_pooling_2d(x, 4, stride=3, pad=3)
        branch6 = adaptive_average_pooling(branch6, (2, 2))
        return F.concat((branch1, branch2, branch3, branch4, branch5, branch6), axis=1)
