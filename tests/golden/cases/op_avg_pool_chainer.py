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


class AvgPool(chainer.Chain):
    """Every geometry of average pooling."""

    def forward(self, x):
        x = F.average_pooling_2d(x, 2, stride=1)
        x = F.average_pooling_2d(x, 3, stride=1, pad=1)
        x = F.average_pooling_nd(x, 3, stride=1, pad=1, pad_value=None)
        x = F.average_pooling_2d(x, (1, 2), pad=(0, 1))
        x = padded_average_pooling(x, (3, 3), stride=(1, 1), pads=((1, 0), (0, 2)))
        x = padded_average_pooling(
            x, (3, 3), stride=(1, 1), pads=((0, 1), (2, 0)), count_padding=False
        )
        x = F.average_pooling_2d(x, 3, stride=1, pad=2)
        return F.average_pooling_2d(x, 2, stride=(2, 1))
