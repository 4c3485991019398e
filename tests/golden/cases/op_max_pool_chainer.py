import chainer
import chainer.functions as F
import chainer.links as L


def padded_max_pooling(x, ksize, pads, stride=None):
    """Max pooling after pads of ((top, bottom), (left, right)) that never win."""
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    return F.max_pooling_2d(x, ksize, stride, cover_all=False)


class MaxPool(chainer.Chain):
    """Windows that overlap, that are padded, and that are rounded up."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.scale = L.Convolution2D(3, 4, 1)

    def forward(self, x):
        x = F.max_pooling_2d(x, 2, cover_all=False)
        x = F.max_pooling_2d(x, 3, stride=1, cover_all=False)
        x = F.max_pooling_2d(x, 3, stride=1, pad=1, cover_all=False)
        x = F.max_pooling_2d(x, (1, 2), stride=1, pad=(0, 1), cover_all=False)
        x = padded_max_pooling(self.scale(x), 3, stride=1, pads=((1, 0), (0, 2)))
        x = F.max_pooling_2d(x, 3, stride=1, pad=2, cover_all=False)
        return F.max_pooling_2d(x, 3, stride=2, cover_all=True)
