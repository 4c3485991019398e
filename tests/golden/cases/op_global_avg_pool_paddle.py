from paddle import nn
from paddle.nn import functional as F


class GlobalAvgPool(nn.Layer):
    """Network GlobalAvgPool."""

    def forward(self, x):
        return F.adaptive_avg_pool2d(x, 1)
