from torch import nn
from torch.nn import functional as F


class Pool(nn.Module):
    """Block Pool."""

    def __init__(self, in_features):
        super().__init__()
        self.pool = nn.MaxPool2d(2, stride=1)
        self.last = nn.LayerNorm(in_features)

    def forward(self, x):
        x = self.pool(F.pad(x, (0, 1, 1, 1), value=float("-inf")))
        return self.last(F.avg_pool2d(F.pad(x, (1, 0, 1, 0)), 2, stride=1))


class Stage(nn.Module):
    """Block Stage."""

    def __init__(self, in_channels, in_features, depth=2):
        super().__init__()
        self.units = nn.Sequential()
        width = in_features
        for _ in range(depth):
            self.units.append(Pool(min(width, width + 1)))
            width = min(width, width + 1)
        self.conv = nn.Conv2d(in_channels, 4, 1)

    def forward(self, x):
        x = self.units(x)
        return self.conv(x)


class Growing(nn.Module):
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
