from paddle import nn
from paddle.nn import functional as F


class Spatial(nn.Layer):
    """Block Spatial."""

    def __init__(self, in_channels):
        super().__init__()
        self.map = nn.Conv2D(in_channels, 1, 3, padding=1)

    def forward(self, x):
        y = F.sigmoid(self.map(x))
        return x * y


class Spread(nn.Layer):
    """Block Spread."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.fc = nn.Conv2D(in_channels, width, 1)
        self.narrow = nn.Conv2D(max(in_channels, width), 2, 1)

    def forward(self, x):
        x = x + self.fc(x)
        return self.narrow(x + x)


class Equal(nn.Layer):
    """Block Equal."""

    def __init__(self, in_channels):
        super().__init__()
        self.narrow = nn.Conv2D(in_channels, 1, 1)

    def forward(self, x, y):
        return self.narrow(x + y)


class Layer(nn.Layer):
    """Part `wider` of Broadcast."""

    def __init__(self, channels, width):
        super().__init__()
        self.add_sublayer("1", nn.Conv2D(channels, width, 1))

    def forward(self, x):
        return x + getattr(self, "1")(x)


class Broadcast(nn.Layer):
    """add and mul broadcast sizes of 1, wherever they stand."""

    def __init__(self, width=3):
        super().__init__()
        self.fc = nn.Conv2D(4, 4, 1)
        self.rows = nn.AdaptiveAvgPool2D((5, 1))
        self.columns = nn.AdaptiveAvgPool2D((1, 6))
        self.spatial = Spatial(4)
        self.one = nn.Conv2D(4, 1, 1)
        self.spread = Spread(1, width)
        self.equal = Equal(2)
        self.wider = nn.Sequential()
        channels = 1
        for _ in range(2):
            self.wider.append(Layer(channels, width))
            channels = max(channels, width)
        self.last = nn.Conv2D(max(1, width), 2, 1)

    def forward(self, x):
        y = F.sigmoid(self.fc(F.adaptive_avg_pool2d(x, 1)))
        x = x * y
        first = F.adaptive_avg_pool2d(x, 1) + F.relu(x)
        rows = self.rows(first)
        x = rows * self.columns(first)
        x = x + rows + first
        shortcut = F.adaptive_avg_pool2d(x, 1)
        x = self.spatial(x + shortcut)
        one = self.one(x)
        x = self.spread(one)
        equal = self.equal(x, x)
        x = one + self.wider(equal) + equal
        return self.last(x)
