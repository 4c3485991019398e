from paddle import nn


class Unit(nn.Sequential):
    """Block Unit."""

    def __init__(self, in_channels, channels, norm=True, act=True):
        super().__init__()
        self.append(nn.Conv2D(in_channels, channels, 1))
        if norm:
            self.append(nn.BatchNorm2D(channels))
        if act:
            self.append(nn.ReLU())
        self.append(nn.Conv2D(channels, channels, 1))


class Layer(nn.Layer):
    """Part `c` of WhenList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Conv2D(4, 4, 1)

    def forward(self, x):
        return self.body(x) + x


class WhenList(nn.Layer):
    """In a list, what is left out takes no number."""

    def __init__(self, norm=False, deep=True):
        super().__init__()
        self.a = Unit(4, 4, norm=norm)
        self.b = Unit(4, 4, act=False)
        self.c = nn.Sequential()
        if norm:
            self.c.append(nn.BatchNorm2D(4))
        self.c.append(nn.Conv2D(4, 4, 1))
        if deep:
            self.c.append(nn.Sequential(nn.Conv2D(4, 4, 1)))
        if not deep:
            self.c.append(Unit(4, 4))
        if deep:
            self.c.append(Layer())
        channels = 4
        for i in range(2):
            if i == 1:
                self.c.append(nn.BatchNorm2D(channels))
            self.c.append(nn.Conv2D(channels, 3 + i, 1))
            channels = 3 + i
        self.c.append(nn.Conv2D(4, 2, 1))

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
