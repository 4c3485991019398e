from mxnet.gluon import nn


class Halve(nn.HybridBlock):
    """Block Halve."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels // 2 + 1, 3, padding=1, in_channels=in_channels
        )
        self.pool = nn.AvgPool2D()

    def hybrid_forward(self, F, x):
        return self.pool(self.conv(x))


class Grow(nn.HybridBlock):
    """Block Grow."""

    def __init__(self, in_channels, growth=2):
        super().__init__()
        self.conv = nn.Conv2D(growth, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        return F.concat(x, self.conv(x), dim=1)


class Layer(nn.HybridBlock):
    """Part `doubles` of Running."""

    def __init__(self):
        super().__init__()
        self.tanh = nn.Activation("tanh")

    def hybrid_forward(self, F, x):
        return F.concat(x, self.tanh(x), dim=1)


class Running(nn.HybridBlock):
    """Channels and sizes that run along a repeat."""

    def __init__(self, count=3):
        super().__init__()
        self.halves = nn.HybridSequential()
        channels = 8
        for _ in range(3):
            self.halves.add(Halve(channels))
            channels = channels // 2 + 1
        self.grows = nn.HybridSequential()
        for i in range(count):
            self.grows.add(Grow(2 + i * 3, growth=3))
        self.doubles = nn.HybridSequential()
        for _ in range(2):
            self.doubles.add(Layer())
        self.widths = nn.HybridSequential()
        channels2 = (2 + count * 3) * 2 * 2
        for width in (4, 6, 5):
            self.widths.add(nn.Conv2D(width, 1, in_channels=channels2))
            channels2 = width
        self.units = nn.HybridSequential()
        channels3 = 5 * 3 * 3
        for units in (7, 5):
            layer = nn.HybridSequential()
            layer.add(nn.Dense(units, in_units=channels3), nn.Activation("tanh"))
            self.units.add(layer)
            channels3 = units
        self.fc = nn.Dense(3, in_units=5)

    def hybrid_forward(self, F, x):
        x = self.halves(x)
        x = self.grows(x)
        x = self.doubles(x)
        x = F.flatten(self.widths(x))
        x = self.units(x)
        return self.fc(x)
