from paddle import nn
from paddle.nn import functional as F


class Part(nn.Layer):
    """Part `part` of Inner."""

    def __init__(self):
        super().__init__()
        self.scaled = nn.BatchNorm2D(4)

    def forward(self, x):
        return x + self.scaled(x)


class Inner(nn.Layer):
    """Block Inner."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, 4, 3, padding=1)
        self.lost = nn.Dropout(0.3)
        self.part = Part()

    def forward(self, x):
        x = self.conv(x)
        return self.part(x)


class Deeper(nn.Layer):
    """Part `part.deeper` of Idle."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 5, 3)

    def forward(self, x):
        return F.relu(self.conv(x))


class IdlePart(nn.Layer):
    """Part `part` of Idle."""

    def __init__(self):
        super().__init__()
        self.deeper = Deeper()
        self.inner = Inner(5)

    def forward(self, x):
        x = self.deeper(x)
        return self.inner(x)


class Reader(nn.Layer):
    """Part `reader` of Idle."""

    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2D(2)

    def forward(self, x):
        return self.pool(x)


class Idle(nn.Layer):
    """Nodes that no output needs, since what follows reads something else."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2D(3, 4, 1)
        self.idle = nn.BatchNorm2D(4)
        self.part = IdlePart()
        self.reader = Reader()

    def forward(self, x):
        x = self.first(x)
        x = self.part(x)
        return self.reader(x)
