import torch
from torch import nn
from torch.nn import functional as F


class Sums(nn.Module):
    """Sums and products inside of products, sums, methods and divisions."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(4, 4, 1)
        self.b = nn.Conv2d(4, 4, 1)
        self.pool2 = nn.AvgPool2d(1, stride=2, ceil_mode=True)
        self.pool3 = nn.AvgPool2d(1, stride=2, ceil_mode=True)
        self.pool4 = nn.MaxPool2d(1, stride=2, ceil_mode=True)
        self.fc = nn.Linear(4 * 3 * 3, 3)
        self.fc2 = nn.Linear(3, 3)

    def forward(self, x):
        x = self.a(x)
        y = self.b(x)
        z = (x + y) * y
        branch1 = torch.tanh(z) + z
        branch2 = torch.sigmoid(z)
        branch3 = x * y
        branch1 = x * (branch1 * branch2 * branch3)
        x = branch1 + (y + z)
        x = x + x
        x = F.avg_pool2d(F.pad(x, (0, 1, 1, 0)), 3, stride=1) / F.avg_pool2d(
            F.pad(torch.ones_like(x), (0, 1, 1, 0)), 3, stride=1
        )
        shortcut = self.pool4(x)
        branch2 = self.pool3(x) + shortcut
        x = self.pool2(x) * branch2
        x = (torch.tanh(x) + x).flatten(1)
        x = self.fc(x)
        return self.fc2(x) + x
