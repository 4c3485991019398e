import paddle
from paddle import nn
from paddle.nn import functional as F


def elu(x, alpha):
    """Exponential linear unit; the built-in one rounds alpha to float32."""
    return paddle.where(x > 0, x, alpha * F.elu(x))


class Join(nn.Layer):
    """Block Join."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, 4, 1)

    def forward(self, x, gate):
        return self.conv(x + gate)


class Hybridized(nn.Layer):
    """Gluon hybridized; a value that eight and more read, and a gate of one pixel that
    is an input.
    """

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 4, 1)
        self.narrow = nn.Conv2D(16, 4, 1)
        self.one = Join(4)
        self.two = Join(4)

    def forward(self, x):
        conv = self.conv(x)
        branch1 = elu(conv, alpha=0.3)
        branch2 = F.leaky_relu(conv, 0.3)
        branch3 = F.softplus(conv, threshold=40)
        branch4 = F.sigmoid(conv)
        narrow = self.narrow(
            paddle.concat((branch1, branch2, branch3, branch4), axis=1)
        )
        x = self.one(narrow, F.adaptive_avg_pool2d(conv, 1))
        return self.two(x, narrow)
