import paddle
from paddle import nn


class Slice(nn.Layer):
    """Network Slice."""

    def forward(self, x):
        a = x[:, :4]
        b = x[:, 2:7]
        x = paddle.concat((a, b, x[:, 3:6]), axis=1).flatten(1)
        return x[:, 10:50]
