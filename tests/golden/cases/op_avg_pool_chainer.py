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


class AvgPool(chainer.Chain):
    """Every geometry of average pooling."""

    def forward(self, x):
        x = F.average_pooling_2d(x, 2, stride=1)
        x = F.average_pooling_2d(x, 3, stride=1, pad=1)
        x = padded_average_pooling(
            x, 3, stride=1, pads=((1, 1), (1, 1)), count_padding=False
        )
        x = F.average_pooling_2d(x, (1, 2), pad=(0, 1))
        x = padded_average_pooling(x, 3, stride=1, pads=((1, 0), (0, 2)))
        x = padded_average_pooling(
            x, 3, stride=1, pads=((0, 1), (2, 0)), count_padding=False
        )
        x = F.average_pooling_2d(x, 3, stride=1, pad=2)
        return F.average_pooling_2d(x, 2, stride=(2, 1))
