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


class Pool(chainer.Chain):
    """Block Pool."""

    def __init__(self, counted=True):
        super().__init__()
        self.counted = counted

    def forward(self, x):
        x = padded_average_pooling(
            x, 3, stride=2, pads=((1, 1), (1, 1)), count_padding=self.counted
        )
        x = padded_average_pooling(
            x, 2, stride=1, pads=((1, 1), (0, 1)), count_padding=not self.counted
        )
        return padded_average_pooling(
            x,
            2,
            pads=((1, 0), (0, 1)),
            extra=((0, 1), (0, 0)),
            count_padding=self.counted,
        )


class CountedPadding(chainer.Chain):
    """Whether the padding of a mean counts depends on a param, with uneven padding as
    well.
    """

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.a = Pool()
            self.b = Pool(counted=False)

    def forward(self, x):
        return F.concat((self.a(x), self.b(x)), axis=1)
