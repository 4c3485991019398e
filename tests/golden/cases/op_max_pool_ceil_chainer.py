import chainer
import chainer.functions as F


def padded_max_pooling(x, ksize, pads, stride=None):
    """Max pooling after pads of ((top, bottom), (left, right)) that never win."""
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    return F.max_pooling_2d(x, ksize, stride, cover_all=False)


class MaxPoolCeil(chainer.Chain):
    """Rounding up where the frameworks differ on a last window without data."""

    def forward(self, x):
        branch1 = F.max_pooling_2d(x, 2, pad=1, cover_all=False)
        branch1 = F.average(branch1, axis=(2, 3), keepdims=True)
        branch2 = F.max_pooling_2d(x, 1, stride=2, cover_all=False)
        branch2 = F.average(branch2, axis=(2, 3), keepdims=True)
        branch3 = F.max_pooling_2d(x, 3, cover_all=True)
        branch3 = F.average(branch3, axis=(2, 3), keepdims=True)
        branch4 = padded_max_pooling(x, (2, 3), stride=(3, 2), pads=((1, 1), (0, 1)))
        branch4 = F.average(branch4, axis=(2, 3), keepdims=True)
        branch5 = padded_max_pooling(x, 3, stride=2, pads=((1, 1), (0, 2)))
        branch5 = F.average(branch5, axis=(2, 3), keepdims=True)
        branch6 = F.max_pooling_2d(x, 4, stride=2, pad=3, cover_all=False)
        branch6 = F.average(branch6, axis=(2, 3), keepdims=True)
        return F.concat((branch1, branch2, branch3, branch4, branch5, branch6), axis=1)
