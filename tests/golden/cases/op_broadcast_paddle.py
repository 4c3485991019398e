from paddle import nn
from paddle.nn import functional as F


class Broadcast(nn.Layer):
    """add and mul broadcast an image of height and width 1, wherever it stands."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Conv2D(4, 4, 1)
        self.rows = nn.AdaptiveAvgPool2D((5, 1))
        self.columns = nn.AdaptiveAvgPool2D((1, 6))

    def forward(self, x):
        y = F.sigmoid(self.fc(F.adaptive_avg_pool2d(x, 1)))
        x = x * y
        first = F.adaptive_avg_pool2d(x, 1) + F.relu(x)
        rows = self.rows(first)
        x = rows * self.columns(first)
        x = x + rows + first
        shortcut = F.adaptive_avg_pool2d(x, 1)
        return x + shortcut
