import torch
from torch import nn
from torch.nn import functional as F


class Pool(nn.Module):
    """Block Pool."""

    def __init__(self, in_features, in_features2, in_features3, in_features4):
        super().__init__()
        self.in_features = in_features
        self.in_features2 = in_features2
        self.in_features3 = in_features3
        self.in_features4 = in_features4
        self.pool = nn.MaxPool2d(2, stride=1)

    def forward(self, x):
        x = self.pool(
            F.pad(x, (0, self.in_features, 1, self.in_features2), value=float("-inf"))
        )
        return F.avg_pool2d(
            F.pad(x, (1, self.in_features3, 1, self.in_features4)), 2, stride=1
        ) / F.avg_pool2d(
            F.pad(
                F.pad(torch.ones_like(x), (1, 0, 1, 0), value=1.0),
                (0, self.in_features3, 0, self.in_features4),
            ),
            2,
            stride=1,
        )


class Stage(nn.Module):
    """Block Stage."""

    def __init__(self, in_channels, in_features, in_features2, depth=2):
        super().__init__()
        self.units = nn.Sequential()
        height = in_features
        width = in_features2
        for _ in range(depth):
            self.units.append(
                Pool(
                    1 + max(width + 1 - width - 1, 0),
                    1 + max(height + 2 - height - 2, 0),
                    max(min(width, width + 1) + 1 - width - 1, 0),
                    max(min(height + 1, height + 2) + 1 - (height + 1) - 1, 0),
                )
            )
            height = min(height + 1, height + 2)
            width = min(width, width + 1)
        self.conv = nn.Conv2d(in_channels, 4, 1)

    def forward(self, x):
        x = self.units(x)
        return self.conv(x)


class Growing(nn.Module):
    """Sizes that grow along a repeat, known to each copy alone."""

    def __init__(self):
        super().__init__()
        self.one = Stage(3, 5, 4, depth=1)
        self.more = Stage(4, 6, 4, depth=3)
        self.fc = nn.Linear(4 * 9 * 4, 3)

    def forward(self, x):
        x = self.one(x)
        x = self.more(x).flatten(1)
        return self.fc(x)
