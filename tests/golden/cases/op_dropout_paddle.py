from paddle import nn
from paddle.nn import functional as F


class Damped(nn.Sequential):
    """Block Damped."""

    def __init__(self, in_channels, rate=0.4):
        super().__init__(nn.Conv2D(in_channels, 8, 1), nn.Dropout(rate))


class DampedWhole(nn.Sequential):
    """Block DampedWhole."""

    def __init__(self, in_channels, rate=0.4):
        super().__init__(nn.Conv2D(in_channels, 8, 1), nn.Dropout2D(rate))


class Dropout(nn.Layer):
    """Network Dropout."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(3, 4, 1)
        self.most = nn.Dropout(0.9)
        self.values = Damped(4)
        self.maps = DampedWhole(8, rate=0.3)
        self.some = nn.Dropout(0.2)
        self.fc = nn.Linear(8 * 4 * 4, 3)
        self.again = nn.Dropout()
        self.rows = nn.Dropout(axis=[0, 1])
        self.cubes = nn.Dropout3D(0.2)

    def forward(self, image, signal, volume):
        x = self.most(self.conv(image))
        x = self.values(x)
        x = self.maps(x).flatten(1)
        x = self.again(self.fc(self.some(x)))
        y = F.tanh(self.rows(signal))
        return (x, y, F.relu(self.cubes(volume)))
