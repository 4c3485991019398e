from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class Unit(nn.Block):
    """Block Unit."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=in_channels)
        self.tanh = nn.Activation("tanh")
        self.bias = nn.Conv2D(4, 1, in_channels=4)

    def forward(self, x):
        x = self.conv(x)
        if autograd.is_training():
            x = self.tanh(x)
        if not autograd.is_training():
            x = self.bias(x)
        return x


class Listed(nn.Block):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__()
        setattr(self, "0", nn.Conv2D(4, 1, in_channels=in_channels))
        self.sigmoid = nn.Activation("sigmoid")
        setattr(self, "2", nn.Conv2D(4, 1, in_channels=4))

    def forward(self, x):
        x = getattr(self, "0")(x)
        if autograd.is_training():
            x = self.sigmoid(x)
        return getattr(self, "2")(x)


class Head(nn.HybridBlock):
    """Block Head."""

    def __init__(self, in_channels, units):
        super().__init__()
        self.pool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(units, in_units=in_channels)

    def hybrid_forward(self, F, x):
        x = F.flatten(self.pool(x))
        return self.fc(x)


class Only(nn.Block):
    """Nodes and outputs of one mode, in the network and in a block."""

    def __init__(self):
        super().__init__()
        self.unit = Unit(3)
        self.listed = Listed(4)
        self.group = nn.HybridSequential()
        self.group.add(nn.Conv2D(4, 1, in_channels=4), nn.Activation("relu"))
        self.sum_body = nn.Conv2D(4, 1, in_channels=4)
        self.side = Head(4, 3)
        self.extra = nn.Conv2D(5, 1, in_channels=4)
        self.mean = Head(5, 2)

    def forward(self, x):
        unit = self.unit(x)
        listed = self.listed(unit)
        x = listed
        if autograd.is_training():
            x = self.group(listed)
        if not autograd.is_training():
            x = self.sum_body(x) + x
        if not autograd.is_training():
            calm = F.softmax(x, axis=1)
            x = calm
        map = self.extra(listed)
        y = self.mean(map)
        if autograd.is_training():
            aux = self.side(unit)
            return (y, x, aux)
        return (y, x, map)
