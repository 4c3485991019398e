from torch import nn
from torch.nn import functional as F


class LayerNorm2d(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Norm(nn.Module):
    """Block Norm."""

    def __init__(self, in_channels, eps=0.001):
        super().__init__()
        self.bn = nn.BatchNorm2d(in_channels, eps=eps)

    def forward(self, x):
        return F.relu(self.bn(x))


class Gate(nn.Sequential):
    """Block Gate."""

    def __init__(self, in_channels):
        super().__init__(nn.Sigmoid(), LayerNorm2d(in_channels))


class NormFlat(nn.Module):
    """Block NormFlat."""

    def __init__(self, in_channels, eps=0.001):
        super().__init__()
        self.bn = nn.BatchNorm1d(in_channels, eps=eps)

    def forward(self, x):
        return F.relu(self.bn(x))


class GateFlat(nn.Sequential):
    """Block GateFlat."""

    def __init__(self, in_channels):
        super().__init__(nn.Sigmoid(), nn.LayerNorm(in_channels))


class Both(nn.Module):
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


class FlatAndImage(nn.Module):
    """A block that is called on images and on vectors."""

    def __init__(self):
        super().__init__()
        self.norm = Norm(4)
        self.gate = Gate(4)
        self.pool = nn.AvgPool2d(2)
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
