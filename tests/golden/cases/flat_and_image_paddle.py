from paddle import nn
from paddle.nn import functional as F


class LayerNorm2D(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=1, keepdim=True)
        x = x / (x.square().mean(axis=1, keepdim=True) + self.epsilon).sqrt()
        return x * self.weight.reshape((-1, 1, 1)) + self.bias.reshape((-1, 1, 1))


class Norm(nn.Layer):
    """Block Norm."""

    def __init__(self, in_channels, eps=0.001):
        super().__init__()
        self.bn = nn.BatchNorm2D(in_channels, epsilon=eps)

    def forward(self, x):
        return F.relu(self.bn(x))


class Gate(nn.Sequential):
    """Block Gate."""

    def __init__(self, in_channels):
        super().__init__(nn.Sigmoid(), LayerNorm2D(in_channels))


class NormFlat(nn.Layer):
    """Block NormFlat."""

    def __init__(self, in_channels, eps=0.001):
        super().__init__()
        self.bn = nn.BatchNorm1D(in_channels, epsilon=eps)

    def forward(self, x):
        return F.relu(self.bn(x))


class GateFlat(nn.Sequential):
    """Block GateFlat."""

    def __init__(self, in_channels):
        super().__init__(nn.Sigmoid(), nn.GroupNorm(1, in_channels))


class Both(nn.Layer):
    """Block Both."""

    def __init__(self, in_channels, y_channels):
        super().__init__()
        self.a = Norm(in_channels)
        self.b = NormFlat(y_channels)

    def forward(self, x, y):
        a = self.a(x)
        b = self.b(y)
        x = F.adaptive_avg_pool2d(a, 1).flatten(1)
        return x * b


class FlatAndImage(nn.Layer):
    """A block that is called on images and on vectors."""

    def __init__(self):
        super().__init__()
        self.norm = Norm(4)
        self.gate = Gate(4)
        self.pool = nn.AvgPool2D(2)
        self.fc = nn.Linear(4 * 3 * 3, 4)
        self.norm2 = NormFlat(4, eps=0.01)
        self.gate2 = GateFlat(4)
        self.both = Both(4, 4)

    def forward(self, x):
        norm = self.norm(x)
        x = self.pool(self.gate(norm)).flatten(1)
        x = self.fc(x)
        x = self.norm2(x)
        x = self.gate2(x)
        return self.both(norm, x)
