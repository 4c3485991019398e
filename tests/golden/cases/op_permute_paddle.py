import paddle
from paddle import nn
from paddle.nn import functional as F


class Apply(nn.Layer):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class LayerNormLast(nn.LayerNorm):
    """Layer normalisation over the last axis; the built-in one rounds epsilon."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=-1, keepdim=True)
        x = x / (x.square().mean(axis=-1, keepdim=True) + self.epsilon).sqrt()
        return x * self.weight + self.bias


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, width, bias=True):
        super().__init__()
        self.norm = LayerNormLast(in_channels, epsilon=1e-6)
        self.wide = nn.Linear(in_channels, width, bias_attr=bias)
        self.fc = nn.Linear(
            width,
            in_channels,
            weight_attr=nn.initializer.KaimingNormal(),
            bias_attr=nn.initializer.Constant(),
        )

    def forward(self, x):
        x = self.wide(self.norm(paddle.transpose(x, (0, 2, 3, 1))))
        return paddle.transpose(self.fc(F.gelu(x)), (0, 3, 1, 2))


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels, width=8):
        super().__init__(
            Apply(paddle.transpose, perm=(0, 2, 3, 1)),
            LayerNormLast(in_channels),
            nn.Linear(in_channels, width),
            nn.ReLU(),
            nn.Linear(width, 4, bias_attr=False),
            Apply(paddle.transpose, perm=(0, 3, 1, 2)),
        )


class Turned(nn.Layer):
    """Images with their channels last, and back."""

    def __init__(self, width=8, tail=True):
        super().__init__()
        self.conv = nn.Conv2D(4, 4, (2, 1))
        self.unit_body = Unit(4, width)
        self.listed_body = Listed(4, width=width * 2)
        self.perhaps = nn.Linear(6, 5) if tail else nn.Identity()
        self.more = LayerNormLast(5, epsilon=0.01) if tail else nn.Identity()
        self.norm = nn.GroupNorm(1, 4 * (5 if tail else 5 if tail else 6) * 4)
        self.fc = nn.Linear(4 * (5 if tail else 5 if tail else 6) * 4, 6)

    def forward(self, x):
        x = self.conv(paddle.transpose(x, (0, 1, 3, 2)))
        x = self.unit_body(x) + x
        x = paddle.transpose(self.listed_body(x) + x, (0, 2, 3, 1))
        x = self.more(self.perhaps(paddle.transpose(x, (0, 1, 3, 2))))
        x = paddle.transpose(x, (0, 2, 3, 1)).flatten(1)
        return self.fc(self.norm(x))
