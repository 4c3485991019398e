from paddle import nn
from paddle.nn import functional as F


class LayerNormLast(nn.LayerNorm):
    """Layer normalisation over the last axis; the built-in one rounds epsilon."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=-1, keepdim=True)
        x = x / (x.square().mean(axis=-1, keepdim=True) + self.epsilon).sqrt()
        return x * self.weight + self.bias


class Pool(nn.Layer):
    """Block Pool."""

    def __init__(self, in_features):
        super().__init__()
        self.pool = nn.MaxPool2D(2, stride=1, padding=(1, 1, 0, 1), ceil_mode=True)
        self.mean = nn.AvgPool2D(2, stride=1, ceil_mode=True)
        self.last = LayerNormLast(in_features)

    def forward(self, x):
        x = self.mean(F.pad(self.pool(x), (1, 0, 1, 0)))
        return self.last(x)


class Stage(nn.Layer):
    """Block Stage."""

    def __init__(self, in_channels, in_features, depth=2):
        super().__init__()
        self.units = nn.Sequential()
        width = in_features
        for _ in range(depth):
            self.units.append(Pool(min(width, width + 1)))
            width = min(width, width + 1)
        self.conv = nn.Conv2D(in_channels, 4, 1)

    def forward(self, x):
        x = self.units(x)
        return self.conv(x)


class Growing(nn.Layer):
    """Sizes that grow along a repeat, known to each copy alone."""

    def __init__(self):
        super().__init__()
        self.one = Stage(3, 4, depth=1)
        self.more = Stage(4, 4, depth=3)
        self.fc = nn.Linear(4 * 9 * 4, 3)

    def forward(self, x):
        x = self.one(x)
        x = self.more(x).flatten(1)
        return self.fc(x)
