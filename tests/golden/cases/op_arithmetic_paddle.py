import paddle
from paddle import nn
from paddle.nn import functional as F


class Fuse(nn.Layer):
    """Block Fuse."""

    def __init__(self, in_channels, b_channels):
        super().__init__()
        self.weight_a = nn.Conv2D(in_channels, 1, 1)
        self.weight_b = nn.Conv2D(b_channels, 1, 1)

    def forward(self, a, b):
        share_a = F.softplus(self.weight_a(a), threshold=40)
        x = F.softplus(self.weight_b(b), threshold=40)
        total = share_a + x
        x = a * share_a + b * x
        return x / total


class Arithmetic(nn.Layer):
    """Differences, quotients, maxima and minima of values of all ranks, in each other
    and in other operators.
    """

    def __init__(self):
        super().__init__()
        self.shift = nn.Conv2D(3, 3, 1)
        self.scale = nn.Conv2D(3, 1, 1)
        self.fuse = Fuse(3, 3)
        self.smaller_1 = nn.Conv2D(3, 1, 1)
        self.signal = nn.Conv1D(2, 2, 1)
        self.volume = nn.Conv3D(2, 1, 1)
        self.features = nn.Linear(5, 1)
        self.one = nn.Linear(5, 1)

    def forward(self, x, s, v, f):
        shift = self.shift(x)
        positive = F.softplus(self.scale(shift), threshold=40)
        y = x - shift - F.relu(positive)
        y = F.relu(y) - (y - x)
        x = y - (y + x)
        branch1 = x / positive * shift
        branch1 = F.sigmoid(branch1 / (positive * positive))
        chain = branch1 / (positive / positive)
        x = self.fuse(chain - F.adaptive_avg_pool2d(chain, 1), shift)
        x = paddle.maximum(paddle.maximum(x, shift), chain)
        branch3 = F.adaptive_avg_pool2d(x, 1) * -0.7
        x = paddle.minimum(paddle.minimum(x, self.smaller_1(x)), branch3)
        a = F.adaptive_avg_pool2d(paddle.maximum(F.relu(x), F.tanh(x)), 1).flatten(1)
        x = s - self.signal(s)
        x = paddle.maximum(x, F.adaptive_avg_pool1d(x, 1))
        x = x / F.softplus(x, threshold=40)
        volume = self.volume(v)
        y = paddle.minimum(paddle.minimum(volume - v, v), volume)
        y = y / F.sigmoid(y)
        z = f - self.features(f)
        z = paddle.maximum(z, F.tanh(z))
        z = paddle.minimum(z, self.one(z))
        return (a, x, y, z / F.sigmoid(z))
