import paddle
from paddle import nn
from paddle.nn import functional as F


class InnerLayer(nn.Layer):
    """Part `channels.inner` of RepeatNestedFrom."""

    def __init__(self, i, j):
        super().__init__()
        self.conv = nn.Conv2D(4 + i * 3 if j == 0 else i * 3 + 7, 3, 1)

    def forward(self, x, skip):
        return paddle.concat((skip, self.conv(x)), axis=1)


class Layer(nn.Layer):
    """Part `channels` of RepeatNestedFrom."""

    def __init__(self, i):
        super().__init__()
        self.inner = nn.Sequential(*(InnerLayer(i, j) for j in range(3)))

    def forward(self, x):
        x = F.tanh(x)
        y = x
        for layer in self.inner:
            y = layer(y, x)
        return F.tanh(y)


class LayerInnerLayer(nn.Layer):
    """Part `sides.inner` of RepeatNestedFrom."""

    def __init__(self, i, j):
        super().__init__()
        self.conv = nn.Conv2D((10 if i == 0 else 4) if j == 0 else 4, 4, 1)
        self.side = nn.Conv2D(10 if i == 0 else 4, 4, 1)

    def forward(self, x, skip):
        conv = self.conv(x)
        return conv + self.side(skip)


class SidesLayer(nn.Layer):
    """Part `sides` of RepeatNestedFrom."""

    def __init__(self, i):
        super().__init__()
        self.inner = nn.Sequential(*(LayerInnerLayer(i, j) for j in range(2)))

    def forward(self, x):
        x = F.pad(x, (1, 1, 1, 1))
        y = x
        for layer in self.inner:
            y = layer(y, x)
        return y


class RepeatNestedFrom(nn.Layer):
    """Copies of an inner repeat read values of the outer copy that they are in."""

    def __init__(self):
        super().__init__()
        self.channels = nn.Sequential(*(Layer(i) for i in range(2)))
        self.sides = nn.Sequential(*(SidesLayer(i) for i in range(2)))
        self.last = nn.Conv2D(4, 2, 1)

    def forward(self, x):
        x = self.channels(x)
        x = self.sides(x)
        return self.last(x)
