import torch
from torch import nn
from torch.nn import functional as F


class SharedLayers(nn.Module):
    """Layers that all equal nodes of a class share, the first of them under a
    condition.
    """

    def __init__(self, use=False, skip=False):
        super().__init__()
        self.use_gate = use
        self.skip = skip
        self.c = nn.Conv2d(4, 4, 1)
        if skip:
            self.e = nn.MaxPool2d(3, stride=1, padding=1)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)

    def forward(self, x):
        if self.use_gate:
            y = torch.sigmoid(F.adaptive_avg_pool2d(x, 1))
            x = x * y
        y = self.c(x)
        if self.skip:
            x = self.e(F.softplus(x, threshold=40))
            y = y + x
        x = torch.sigmoid(F.adaptive_avg_pool2d(y, 1))
        return self.pool(F.softplus(y * x, threshold=40))
