import torch
from torch import nn
from torch.nn import functional as F


class Pool(nn.Module):
    """Block Pool."""

    def __init__(self, counted=True):
        super().__init__()
        self.counted = counted
        self.even = nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=counted)

    def forward(self, x):
        x = self.even(x)
        x = F.avg_pool2d(F.pad(x, (0, 1, 1, 1)), 2, stride=1) / F.avg_pool2d(
            F.pad(
                torch.ones_like(x), (0, 1, 1, 1), value=1.0 if not self.counted else 0.0
            ),
            2,
            stride=1,
        )
        return F.avg_pool2d(F.pad(x, (0, 1, 1, 1)), 2) / F.avg_pool2d(
            F.pad(
                F.pad(
                    torch.ones_like(x), (0, 1, 1, 0), value=1.0 if self.counted else 0.0
                ),
                (0, 0, 0, 1),
            ),
            2,
        )


class CountedPadding(nn.Module):
    """Whether the padding of a mean counts depends on a param, with uneven padding as
    well.
    """

    def __init__(self):
        super().__init__()
        self.a = Pool()
        self.b = Pool(counted=False)

    def forward(self, x):
        return torch.cat((self.a(x), self.b(x)), dim=1)
