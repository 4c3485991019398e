import chainer
import chainer.functions as F
import chainer.links as L


class Pad(chainer.Chain):
    """Network Pad."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(2, 3, 2)

    def forward(self, x):
        x = F.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), "constant")
        x = F.pad(x, ((0, 0), (0, 0), (0, 1), (2, 0)), "constant", constant_values=0.5)
        x = self.conv(x)
        x = F.pad(
            x,
            ((0, 0), (0, 0), (1, 1), (2, 2)),
            "constant",
            constant_values=float("-inf"),
        )
        return F.max_pooling_2d(x, 3, stride=2, cover_all=False)
