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


class Tail(nn.Sequential):
    """Block Tail."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2D(in_channels, 4, 1),
            nn.BatchNorm2D(4),
            Apply(paddle.slice, axes=[1], starts=[0], ends=[2]),
            nn.Pad2D((1, 1, 1, 1)),
        )


class Head(nn.Sequential):
    """Block Head."""

    def __init__(self, in_channels):
        super().__init__(
            nn.ReLU(),
            nn.Conv2D(in_channels, 4, 1),
            nn.Upsample(scale_factor=2, mode="nearest"),
            nn.Softmax(axis=1),
        )


class Layer(nn.Layer):
    """Part `group` of ListTail."""

    def __init__(self):
        super().__init__()
        self.body = nn.Conv2D(4, 4, 3, padding=1)

    def forward(self, x):
        return self.body(x) + x


class GroupLayer(nn.Layer):
    """Part `group` of ListTail."""

    def forward(self, x):
        return x + x + F.tanh(x)


class ListTail(nn.Layer):
    """Lists whose joins stand among other nodes, and functions at the end."""

    def __init__(self):
        super().__init__()
        self.tail = Tail(3)
        self.head = Head(2)
        self.group = nn.Sequential(Layer(), nn.ReLU(), GroupLayer())

    def forward(self, x):
        x = self.tail(x)
        x = self.head(x)
        return self.group(x)
