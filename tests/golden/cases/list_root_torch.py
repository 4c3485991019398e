from torch import nn


class Unit(nn.Sequential):
    """Block Unit."""

    def __init__(self, in_channels, channels):
        super().__init__(
            nn.Conv2d(in_channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        )


class ListRoot(nn.Sequential):
    """The network itself is a list."""

    def __init__(self, classes=5):
        super().__init__(
            Unit(3, 4),
            *(Unit(4 if i == 0 else 6, 6) for i in range(2)),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(6 * 3 * 3, classes),
        )
