from paddle import nn
from paddle.nn import functional as F


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, 4, 1)
        self.bias = nn.Conv2D(4, 4, 1)

    def forward(self, x):
        x = self.conv(x)
        if self.training:
            x = F.tanh(x)
        if not self.training:
            x = self.bias(x)
        return x


class Listed(nn.Layer):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_sublayer("0", nn.Conv2D(in_channels, 4, 1))
        self.add_sublayer("2", nn.Conv2D(4, 4, 1))

    def forward(self, x):
        x = getattr(self, "0")(x)
        if self.training:
            x = F.sigmoid(x)
        return getattr(self, "2")(x)


class Head(nn.Layer):
    """Block Head."""

    def __init__(self, in_channels, units):
        super().__init__()
        self.fc = nn.Linear(in_channels, units)

    def forward(self, x):
        x = F.adaptive_avg_pool2d(x, 1).flatten(1)
        return self.fc(x)


class Only(nn.Layer):
    """Nodes and outputs of one mode, in the network and in a block."""

    def __init__(self):
        super().__init__()
        self.unit = Unit(3)
        self.listed = Listed(4)
        self.group = nn.Sequential(nn.Conv2D(4, 4, 1), nn.ReLU())
        self.sum_body = nn.Conv2D(4, 4, 1)
        self.side = Head(4, 3)
        self.extra = nn.Conv2D(4, 5, 1)
        self.mean = Head(5, 2)

    def forward(self, x):
        unit = self.unit(x)
        listed = self.listed(unit)
        x = listed
        if self.training:
            x = self.group(listed)
        if not self.training:
            x = self.sum_body(x) + x
        if not self.training:
            calm = F.softmax(x, axis=1)
            x = calm
        map = self.extra(listed)
        y = self.mean(map)
        if self.training:
            aux = self.side(unit)
            return (y, x, aux)
        return (y, x, map)
