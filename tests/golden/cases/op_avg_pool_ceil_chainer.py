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


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number of rows and one of columns."""
    for n in size:  # pools the rows and puts them last, then the columns
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=3)
    return x


class AvgPoolCeil(chainer.Chain):
    """Average pooling that is rounded up, with padding counted or not."""

    def forward(self, x):
        branch1 = padded_average_pooling(
            x, (2, 2), stride=(2, 2), pads=((1, 1), (1, 1)), ceil=True
        )
        branch1 = adaptive_average_pooling(branch1, (2, 2))
        branch2 = padded_average_pooling(
            x, (3, 3), stride=(2, 2), pads=((0, 0), (0, 0)), ceil=True
        )
        branch2 = adaptive_average_pooling(branch2, (2, 2))
        branch3 = padded_average_pooling(
            x,
            (3, 3),
            stride=(2, 2),
            pads=((1, 1), (1, 1)),
            ceil=True,
            count_padding=False,
        )
        branch3 = adaptive_average_pooling(branch3, (2, 2))
        branch4 = padded_average_pooling(
            x, (2, 3), stride=(3, 2), pads=((1, 1), (0, 0)), ceil=True
        )
        branch4 = adaptive_average_pooling(branch4, (2, 2))
        branch5 = padded_average_pooling(
            x,
            (3, 3),
            stride=(2, 2),
            pads=((1, 0), (0, 1)),
            ceil=True,
            count_padding=False,
        )
        branch5 = adaptive_average_pooling(branch5, (2, 2))
        branch6 = padded_average_pooling(
            x, (4, 4), stride=(3, 3), pads=((3, 3), (3, 3)), ceil=True
        )
        branch6 = adaptive_average_pooling(branch6, (2, 2))
        return F.concat((branch1, branch2, branch3, branch4, branch5, branch6), axis=1)
