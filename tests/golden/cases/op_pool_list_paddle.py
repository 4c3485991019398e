import paddle
from paddle import nn


class Apply(nn.Layer):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class PoolList(nn.Sequential):
    """Pools that a list numbers."""

    def __init__(self):
        super().__init__(
            nn.MaxPool2D(2, stride=1, padding=(1, 0, 0, 1)),
            nn.MaxPool2D(2, ceil_mode=True),
            nn.Sequential(nn.ZeroPad2D((0, 1, 1, 0)), nn.AvgPool2D(2, stride=1)),
            nn.AvgPool2D(3, stride=1, padding=1, exclusive=True),
            nn.Conv2D(4, 3, 1),
            nn.AvgPool2D(3, stride=2, padding=1, ceil_mode=True, exclusive=False),
            nn.AvgPool2D(2, stride=1, padding=(0, 1, 1, 0), exclusive=True),
            nn.AdaptiveAvgPool2D((2, 3)),
            nn.Upsample(scale_factor=2, mode="nearest"),
            nn.Pad2D((1, 1, 1, 1)),
            Apply(paddle.slice, axes=[1], starts=[0], ends=[2]),
            nn.AdaptiveAvgPool2D(1),
            nn.Flatten(),
        )
