import chainer
import chainer.functions as F


class GlobalAvgPool(chainer.Chain):
    """Network GlobalAvgPool."""

    def forward(self, x):
        return F.average(x, axis=(2, 3), keepdims=True)
