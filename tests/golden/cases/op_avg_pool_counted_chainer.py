import chainer
import chainer.functions as F


def padded_average_pooling(x, ksize, stride, pads, ceil=False, count_padding=True):
    """Average pooling that may round up; pads are ((top, bottom), (left, right)).

    A window counts its pixels of the image, and those of the pads if asked to.
    """
    xp = chainer.backend.get_array_module(x)
    full, counts = [(0, 0), (0, 0)], []
    for size, k, step, (low, high) in zip(x.shape[2:], ksize, stride, pads):
        count = (size + low + high - k) // step + 1
        if ceil:
            partial = -((k - size - low - high) // step) + 1
            count = min(partial, (size + low - 1) // step + 1)
        full.append((low, max(high, (count - 1) * step + k - size - low)))
        if not count_padding:
            high = 0
        starts = xp.arange(count) * step - low
        ends = xp.minimum(starts + k, size + high)
        counts.append(ends - (starts if count_padding else xp.maximum(starts, 0)))
    share = ksize[0] * ksize[1] / xp.outer(*counts)
    x = F.average_pooling_2d(F.pad(x, full, "constant"), ksize, stride=stride)
    return x * share.astype(x.dtype)


class Pool(chainer.Chain):
    """Block Pool."""

    def __init__(self, counted=True):
        super().__init__()
        self.counted = counted

    def forward(self, x):
        x = F.average_pooling_nd(
            x, 3, stride=2, pad=1, pad_value=0 if self.counted else None
        )
        x = padded_average_pooling(
            x,
            (2, 2),
            stride=(1, 1),
            pads=((1, 1), (0, 1)),
            count_padding=not self.counted,
        )
        return padded_average_pooling(
            x,
            (2, 2),
            stride=(2, 2),
            pads=((1, 0), (0, 1)),
            ceil=True,
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
