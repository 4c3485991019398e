import paddle
from paddle import nn


class Slice(nn.Layer):
    """Network Slice."""

    def forward(self, x):
        a = paddle.slice(x, axes=[1], starts=[0], ends=[4])
        b = paddle.slice(x, axes=[1], starts=[2], ends=[7])
        x = paddle.slice(x, axes=[1], starts=[3], ends=[6])
        x = paddle.concat((a, b, x), axis=1).flatten(1)
        return paddle.slice(x, axes=[1], starts=[10], ends=[50])
