import torch
from torch import nn
from torch.nn import functional as F


class AvgPool(nn.Module):
    """Every geometry of average pooling."""

    def __init__(self):
        super().__init__()
        self.plain = nn.AvgPool2d(2, stride=1)
        self.counted = nn.AvgPool2d(3, stride=1, padding=1)
        self.not_counted = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.rectangular = nn.AvgPool2d((1, 2), padding=(0, 1))
        self.strided = nn.AvgPool2d(2, stride=(2, 1))

    def forward(self, x):
        x = self.rectangular(self.not_counted(self.counted(self.plain(x))))
        x = F.avg_pool2d(F.pad(x, (0, 2, 1, 0)), 3, stride=1)
        x = F.avg_pool2d(F.pad(x, (2, 0, 0, 1)), 3, stride=1) / F.avg_pool2d(
            F.pad(torch.ones_like(x), (2, 0, 0, 1)), 3, stride=1
        )
        return self.strided(F.avg_pool2d(F.pad(x, (2, 2, 2, 2)), 3, stride=1))
