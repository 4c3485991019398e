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


class Turned(nn.Sequential):
    """Block Turned."""

    def __init__(self, in_features):
        super().__init__(
            *(Apply(paddle.transpose, perm=(0, 2, 3, 1)) for _ in range(1)),
            nn.Conv2D(in_features, 3, 1),
        )


class Permuted(nn.Layer):
    """Repeats whose copies turn the axes, which makes a size depend on another one."""

    def __init__(self):
        super().__init__()
        self.turned = Turned(6)
        self.again = nn.Sequential(
            *(Apply(paddle.transpose, perm=(0, 2, 3, 1)) for _ in range(2))
        )
        self.pool = nn.AvgPool2D(3, padding=(0, 1, 0, 0), exclusive=True)
        self.conv = nn.Conv2D(4, 4, 1)
        self.swapped = nn.Sequential(
            *(Apply(paddle.transpose, perm=(0, 1, 3, 2)) for _ in range(3))
        )
        self.fc = nn.Linear(4 * 2 * 2, 3)

    def forward(self, x):
        x = self.turned(x)
        x = self.pool(F.pad(self.again(x), (1, 2, 1, 1)))
        x = self.conv(x)
        x = self.swapped(x).flatten(1)
        return self.fc(x)
