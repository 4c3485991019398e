from mxnet.gluon import nn


class Damped(nn.HybridSequential):
    """Block Damped."""

    def __init__(self, in_channels, rate=0.4):
        super().__init__()
        self.add(nn.Conv2D(8, 1, in_channels=in_channels), nn.Dropout(rate))


class DampedWhole(nn.HybridSequential):
    """Block DampedWhole."""

    def __init__(self, in_channels, rate=0.4):
        super().__init__()
        self.add(
            nn.Conv2D(8, 1, in_channels=in_channels), nn.Dropout(rate, axes=(2, 3))
        )


class Dropout(nn.HybridBlock):
    """Network Dropout."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=3)
        self.most = nn.Dropout(0.9)
        self.values = Damped(4)
        self.maps = DampedWhole(8, rate=0.3)
        self.some = nn.Dropout(0.2)
        self.fc = nn.Dense(3, in_units=8 * 4 * 4)
        self.again = nn.Dropout(0.5)
        self.rows = nn.Dropout(0.5, axes=(2,))
        self.tanh = nn.Activation("tanh")
        self.cubes = nn.Dropout(0.2, axes=(2, 3, 4))
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, image, signal, volume):
        x = self.most(self.conv(image))
        x = self.values(x)
        x = F.flatten(self.maps(x))
        x = self.again(self.fc(self.some(x)))
        y = self.tanh(self.rows(signal))
        return (x, y, self.relu(self.cubes(volume)))
