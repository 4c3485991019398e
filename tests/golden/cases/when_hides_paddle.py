from paddle import nn
from paddle.nn import functional as F


class WhenHides(nn.Layer):
    """What a condition hides would be wrong with the values for which it holds."""

    def __init__(self, width=3):
        super().__init__()
        self.conv = nn.Conv2D(2, width, 1)

    def forward(self, x):
        return F.tanh(self.conv(x))
