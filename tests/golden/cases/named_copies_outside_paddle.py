from collections import OrderedDict

from paddle import nn


class Layer(nn.Layer):
    """Part `gates` of NamedCopies."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 4, 1)

    def forward(self, x, skip):
        return self.conv(x) * skip


class NamedCopies(nn.Layer):
    """Named copies that read a value from outside their repeat."""

    def __init__(self, depth=2):
        super().__init__()
        self.stem = nn.Conv2D(3, 4, 1)
        self.gates = nn.Sequential(
            OrderedDict((f"gate{i}", Layer()) for i in range(depth))
        )

    def forward(self, x):
        x = self.stem(x)
        y = x
        for layer in self.gates:
            y = layer(y, x)
        return y
