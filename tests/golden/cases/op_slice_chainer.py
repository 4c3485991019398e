import chainer
import chainer.functions as F


class Slice(chainer.Chain):
    """Network Slice."""

    def forward(self, x):
        a = x[:, :4]
        b = x[:, 2:7]
        x = F.concat((a, b, x[:, 3:6]), axis=1)
        x = F.reshape(x, (len(x), -1))
        return x[:, 10:50]
