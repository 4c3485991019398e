from mxnet.gluon import nn


class Spatial(nn.HybridBlock):
    """Block Spatial."""

    def __init__(self, in_channels):
        super().__init__()
        self.map = nn.Conv2D(1, 3, padding=1, in_channels=in_channels)
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        y = self.sigmoid(self.map(x))
        return F.broadcast_mul(x, y)


class Spread(nn.HybridBlock):
    """Block Spread."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.fc = nn.Conv2D(width, 1, in_channels=in_channels)
        self.narrow = nn.Conv2D(2, 1, in_channels=max(in_channels, width))

    def hybrid_forward(self, F, x):
        x = F.broadcast_add(x, self.fc(x))
        return self.narrow(x + x)


class Equal(nn.HybridBlock):
    """Block Equal."""

    def __init__(self, in_channels):
        super().__init__()
        self.narrow = nn.Conv2D(1, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x, y):
        return self.narrow(F.broadcast_add(x, y))


class Layer(nn.HybridBlock):
    """Part `wider` of Broadcast."""

    def __init__(self, width, channels):
        super().__init__()
        setattr(self, "1", nn.Conv2D(width, 1, in_channels=channels))

    def hybrid_forward(self, F, x):
        return F.broadcast_add(x, getattr(self, "1")(x))


class Broadcast(nn.HybridBlock):
    """add and mul broadcast sizes of 1, wherever they stand."""

    def __init__(self, width=3):
        super().__init__()
        self.pool = nn.GlobalAvgPool2D()
        self.fc = nn.Conv2D(4, 1, in_channels=4)
        self.sigmoid = nn.Activation("sigmoid")
        self.first_0 = nn.GlobalAvgPool2D()
        self.relu = nn.Activation("relu")
        self.mean = nn.GlobalAvgPool2D()
        self.spatial = Spatial(4)
        self.one = nn.Conv2D(1, 1, in_channels=4)
        self.spread = Spread(1, width)
        self.equal = Equal(2)
        self.wider = nn.HybridSequential()
        channels = 1
        for _ in range(2):
            self.wider.add(Layer(width, channels))
            channels = max(channels, width)
        self.last = nn.Conv2D(2, 1, in_channels=max(1, width))

    def hybrid_forward(self, F, x):
        y = self.sigmoid(self.fc(self.pool(x)))
        x = F.broadcast_mul(x, y)
        first = F.broadcast_add(self.first_0(x), self.relu(x))
        rows = F.contrib.AdaptiveAvgPooling2D(first, output_size=(5, 1))
        x = F.contrib.AdaptiveAvgPooling2D(first, output_size=(1, 6))
        x = F.broadcast_add(F.broadcast_add(F.broadcast_mul(rows, x), rows), first)
        shortcut = self.mean(x)
        x = self.spatial(F.broadcast_add(x, shortcut))
        one = self.one(x)
        x = self.spread(one)
        equal = self.equal(x, x)
        x = F.broadcast_add(F.broadcast_add(one, self.wider(equal)), equal)
        return self.last(x)
