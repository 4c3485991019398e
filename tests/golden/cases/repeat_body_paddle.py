import paddle
from paddle import nn


class Layer(nn.Layer):
    """Block Layer."""

    def __init__(self, in_channels, growth=2):
        super().__init__()
        self.norm = nn.BatchNorm2D(in_channels)
        self.conv = nn.Conv2D(in_channels, growth, 3, padding=1)

    def forward(self, x):
        y = self.conv(self.norm(x))
        return paddle.concat((x, y), axis=1)


class Dense(nn.Sequential):
    """Block Dense."""

    def __init__(self, in_channels, layers, growth=2):
        super().__init__()
        for i in range(layers):
            self.add_sublayer(
                f"denselayer{i + 1}", Layer(in_channels + i * growth, growth=growth)
            )


class Convs(nn.Sequential):
    """Block Convs."""

    def __init__(self, in_channels, layers):
        super().__init__(
            *(nn.Conv2D(in_channels if i == 0 else 4, 4, 1) for i in range(layers))
        )


class RepeatBody(nn.Layer):
    """A repeat is the whole body of a block."""

    def __init__(self):
        super().__init__()
        self.dense1 = Dense(4, 3)
        self.dense2 = Dense(10, 2, growth=3)
        self.stack = Convs(16, 2)
        self.last = nn.Conv2D(4, 4, 1)

    def forward(self, x):
        x = self.dense1(x)
        x = self.dense2(x)
        x = self.stack(x)
        return self.last(x)
