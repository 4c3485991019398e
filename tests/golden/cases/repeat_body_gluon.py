from mxnet.gluon import nn


class Layer(nn.HybridBlock):
    """Block Layer."""

    def __init__(self, in_channels, growth=2):
        super().__init__()
        self.norm = nn.BatchNorm(in_channels=in_channels)
        self.conv = nn.Conv2D(growth, 3, padding=1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        y = self.conv(self.norm(x))
        return F.concat(x, y, dim=1)


class Dense(nn.HybridSequential):
    """Block Dense."""

    def __init__(self, in_channels, layers, growth=2):
        super().__init__()
        for i in range(layers):
            self.register_child(
                Layer(in_channels + i * growth, growth=growth), f"denselayer{i + 1}"
            )


class Convs(nn.HybridSequential):
    """Block Convs."""

    def __init__(self, in_channels, layers):
        super().__init__()
        for i in range(layers):
            self.add(nn.Conv2D(4, 1, in_channels=in_channels if i == 0 else 4))


class RepeatBody(nn.HybridBlock):
    """A repeat is the whole body of a block."""

    def __init__(self):
        super().__init__()
        self.dense1 = Dense(4, 3)
        self.dense2 = Dense(10, 2, growth=3)
        self.stack = Convs(16, 2)
        self.last = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        x = self.dense1(x)
        x = self.dense2(x)
        x = self.stack(x)
        return self.last(x)
