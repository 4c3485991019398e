from torch import nn
from torch.nn import functional as F


class MaxPool(nn.Module):
    """Windows that overlap, that are padded, and that are rounded up."""

    def __init__(self):
        super().__init__()
        self.plain = nn.MaxPool2d(2)
        self.overlapping = nn.MaxPool2d(3, stride=1)
        self.padded = nn.MaxPool2d(3, stride=1, padding=1)
        self.rectangular = nn.MaxPool2d((1, 2), stride=1, padding=(0, 1))
        self.scale = nn.Conv2d(3, 4, 1)
        self.wide = nn.MaxPool2d(3, stride=1)
        self.over_half = nn.MaxPool2d(3, stride=1)
        self.ceil = nn.MaxPool2d(3, stride=2, ceil_mode=True)

    def forward(self, x):
        x = self.rectangular(self.padded(self.overlapping(self.plain(x))))
        x = self.wide(F.pad(self.scale(x), (0, 2, 1, 0), value=float("-inf")))
        return self.ceil(self.over_half(F.pad(x, (2, 2, 2, 2), value=float("-inf"))))
