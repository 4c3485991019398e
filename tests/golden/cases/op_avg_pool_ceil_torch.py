import torch
from torch import nn
from torch.nn import functional as F


class AvgPoolCeil(nn.Module):
    """Average pooling that is rounded up, with padding counted or not."""

    def __init__(self):
        super().__init__()
        self.a = nn.AvgPool2d(2, padding=1, ceil_mode=True)
        self.ga = nn.AdaptiveAvgPool2d(2)
        self.b = nn.AvgPool2d(3, stride=2, ceil_mode=True)
        self.gb = nn.AdaptiveAvgPool2d(2)
        self.c = nn.AvgPool2d(
            3, stride=2, padding=1, ceil_mode=True, count_include_pad=False
        )
        self.gc = nn.AdaptiveAvgPool2d(2)
        self.d = nn.AvgPool2d((2, 3), stride=(3, 2), padding=(1, 0), ceil_mode=True)
        self.gd = nn.AdaptiveAvgPool2d(2)
        self.ge = nn.AdaptiveAvgPool2d(2)
        self.gf = nn.AdaptiveAvgPool2d(2)

    def forward(self, x):
        branch1 = self.ga(self.a(x))
        branch2 = self.gb(self.b(x))
        branch3 = self.gc(self.c(x))
        branch4 = self.gd(self.d(x))
        branch5 = F.avg_pool2d(F.pad(x, (0, 2, 1, 1)), 3, stride=2) / F.avg_pool2d(
            F.pad(torch.ones_like(x), (0, 2, 1, 1)), 3, stride=2
        )
        branch5 = self.ge(branch5)
        branch6 = self.gf(F.avg_pool2d(F.pad(x, (3, 3, 3, 3)), 4, stride=3))
        return torch.cat((branch1, branch2, branch3, branch4, branch5, branch6), dim=1)
