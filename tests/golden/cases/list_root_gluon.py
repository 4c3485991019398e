from mxnet.gluon import nn


class Unit(nn.HybridSequential):
    """Block Unit."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.add(
            nn.Conv2D(channels, 3, padding=1, in_channels=in_channels, use_bias=False),
            nn.BatchNorm(in_channels=channels),
            nn.Activation("relu"),
        )


class ListRoot(nn.HybridSequential):
    """The network itself is a list."""

    def __init__(self, classes=5):
        super().__init__()
        self.add(Unit(3, 4))
        for i in range(2):
            self.add(Unit(4 if i == 0 else 6, 6))
        self.add(nn.MaxPool2D(), nn.Flatten(), nn.Dense(classes, in_units=6 * 3 * 3))
