import torch
from torch import nn
from torch.nn import functional as F


class MaxPoolCeil(nn.Module):
    """Rounding up where the frameworks differ on a last window without data."""

    def __init__(self):
        super().__init__()
        self.a = nn.MaxPool2d(2, padding=1, ceil_mode=True)
        self.b = nn.MaxPool2d(1, stride=2, ceil_mode=True)
        self.c = nn.MaxPool2d(3, ceil_mode=True)
        self.d = nn.MaxPool2d((2, 3), stride=(3, 2), padding=(1, 0), ceil_mode=True)
        self.e = nn.MaxPool2d(3, stride=2)
        self.f = nn.MaxPool2d(4, stride=2)

    def forward(self, x):
        branch1 = F.adaptive_avg_pool2d(self.a(x), 1)
        branch2 = F.adaptive_avg_pool2d(self.b(x), 1)
        branch3 = F.adaptive_avg_pool2d(self.c(x), 1)
        branch4 = F.adaptive_avg_pool2d(self.d(x), 1)
        branch5 = self.e(F.pad(x, (0, 2, 1, 1), value=float("-inf")))
        branch5 = F.adaptive_avg_pool2d(branch5, 1)
        branch6 = self.f(F.pad(x, (3, 3, 3, 3), value=float("-inf")))
        branch6 = F.adaptive_avg_pool2d(branch6, 1)
        return torch.cat((branch1, branch2, branch3, branch4, branch5, branch6), dim=1)
