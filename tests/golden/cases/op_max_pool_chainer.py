import chainer
import chainer.functions as F
import chainer.links as L


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
        x = self.scale(x)
        x = padded_max_pooling(x, (3, 3), stride=(1, 1), pads=((1, 0), (0, 2)))
        x = F.max_pooling_2d(x, 3, stride=1, pad=2, cover_all=False)
        return F.max_pooling_2d(x, 3, stride=2, cover_all=True)
