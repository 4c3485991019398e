from paddle import nn
from paddle.nn import functional as F


class Pool(nn.Layer):
    """Block Pool."""

    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2D(2, stride=1, padding=(1, 1, 0, 1), ceil_mode=True)
        self.mean = nn.AvgPool2D(2, stride=1, ceil_mode=True)

    def forward(self, x):
        return self.mean(F.pad(self.pool(x), (1, 0, 1, 0)))


class Stage(nn.Layer):
    """Block Stage."""

    def __init__(self, in_channels, depth=2):
        super().__init__()
        self.units = nn.Sequential(*(Pool() for _ in range(depth)))
        self.conv = nn.Conv2D(in_channels, 4, 1)

    def forward(self, x):
        x = self.units(x)
        return self.conv(x)


class Growing(nn.Layer):
    """Sizes that grow along a repeat, known to each copy alone."""

    def __init__(self):
        super().__init__()
        self.one = Stage(3, depth=1)
        self.more = Stage(4, depth=3)
        self.fc = nn.Linear(4 * 9 * 4, 3)

    def forward(self, x):
        x = self.one(x)
        x = self.more(x).flatten(1)
        return self.fc(x)
