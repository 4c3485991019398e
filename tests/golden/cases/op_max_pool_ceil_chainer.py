import chainer
import chainer.functions as F


def padded_max_pooling(x, ksize, stride, pads, ceil=False):
    """Max pooling that may round up; pads are ((top, bottom), (left, right)).

    A last window that would start past the image and its left pad does not count.
    """
    rows, columns = (
        (size + before - 1) // step + 1
        for size, step, (before, _) in zip(x.shape[2:], stride, pads)
    )
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    x = F.max_pooling_2d(x, ksize, stride=stride, cover_all=ceil)
    return x[:, :, :rows, :columns]


class MaxPoolCeil(chainer.Chain):
    """Rounding up where the frameworks differ on a last window without data."""

    def forward(self, x):
        branch1 = padded_max_pooling(
            x, (2, 2), stride=(2, 2), pads=((1, 1), (1, 1)), ceil=True
        )
        branch1 = F.average(branch1, axis=(2, 3), keepdims=True)
        branch2 = padded_max_pooling(
            x, (1, 1), stride=(2, 2), pads=((0, 0), (0, 0)), ceil=True
        )
        branch2 = F.average(branch2, axis=(2, 3), keepdims=True)
        branch3 = F.max_pooling_2d(x, 3, cover_all=True)
        branch3 = F.average(branch3, axis=(2, 3), keepdims=True)
        branch4 = padded_max_pooling(
            x, (2, 3), stride=(3, 2), pads=((1, 1), (0, 0)), ceil=True
        )
        branch4 = F.average(branch4, axis=(2, 3), keepdims=True)
        branch5 = padded_max_pooling(
            x, (3, 3), stride=(2, 2), pads=((1, 0), (0, 1)), ceil=True
        )
        branch5 = F.average(branch5, axis=(2, 3), keepdims=True)
        branch6 = padded_max_pooling(
            x, (4, 4), stride=(2, 2), pads=((3, 3), (3, 3)), ceil=True
        )
        branch6 = F.average(branch6, axis=(2, 3), keepdims=True)
        return F.concat((branch1, branch2, branch3, branch4, branch5, branch6), axis=1)
