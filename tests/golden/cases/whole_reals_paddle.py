from paddle import nn
from paddle.nn import functional as F


class LayerNorm2D(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=1, keepdim=True)
        x = x / (x.square().mean(axis=1, keepdim=True) + self.epsilon).sqrt()
        return x * self.weight.reshape((-1, 1, 1)) + self.bias.reshape((-1, 1, 1))


class WholeReals(nn.Layer):
    """Whole numbers where an operator takes real ones, and no number at all."""

    def __init__(self, eps=1, border=float("-inf")):
        super().__init__()
        self.border = border
        self.groups = nn.GroupNorm(2, 4, epsilon=1.0)
        self.halves = nn.GroupNorm(2, 4, epsilon=float(eps))
        self.norm = LayerNorm2D(4, epsilon=float(eps))
        self.pool = nn.MaxPool2D(3)
        self.last = nn.GroupNorm(1, 4 * 2 * 2, epsilon=1.0)

    def forward(self, x):
        x = self.norm(self.halves(self.groups(x)))
        x = self.pool(F.pad(x, (1, 1, 1, 1), value=self.border)).flatten(1)
        return self.last(x)
