import paddle
from paddle import nn
from paddle.nn import functional as F


class Down(nn.Layer):
    """Block Down."""

    def __init__(self, in_channels, grow=1):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, in_channels + grow, 3, stride=2, padding=1)

    def forward(self, x):
        return F.leaky_relu(self.conv(x))


class Head(nn.Layer):
    """Block Head."""

    def __init__(self, in_features, units):
        super().__init__()
        self.fc = nn.Linear(in_features, units)

    def forward(self, x):
        return self.fc(x.flatten(1))


class Prelude(nn.Layer):
    """Running sizes inside of conditions, of branches and of other repeats."""

    def __init__(self, use=True, depth=2, widths=(4, 5)):
        super().__init__()
        self.down = nn.Sequential()
        channels = 4
        size = 16
        for i in range(depth):
            self.down.append(Down(channels, grow=i + 1))
            channels = channels + (i + 1)
            size = (size - 1) // 2 + 1
        self.left = nn.Sequential()
        if use:
            features = channels
            for w in widths:
                self.left.append(nn.Sequential(nn.Conv2D(features, w, 1), nn.Tanh()))
                features = w
        self.right = nn.Sequential()
        channels2 = channels
        for i in range(2):
            layer = nn.Sequential()
            inner = nn.Sequential()
            channels3 = channels2
            for j in range(depth):
                inner.append(nn.Conv2D(channels3, i + j + 2, 1))
                channels3 = i + j + 2
            layer.add_sublayer("inner", inner)
            self.right.append(layer)
            channels2 = i + depth + 1
        self.more = nn.Sequential()
        channels4 = (widths[-1] if use else channels) + depth + 2
        for i in range(2):
            self.more.append(Down(channels4, grow=i * 2))
            channels4 = channels4 + i * 2
        self.head = Head(
            ((widths[-1] if use else channels) + depth + 4)
            * ((size - 1) // 2 // 2 + 1)
            * ((size - 1) // 2 // 2 + 1),
            6,
        )
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        x = self.down(x)
        x = paddle.concat((self.left(x), self.right(x)), axis=1)
        x = self.more(x)
        x = self.head(x)
        return self.fc(x)
