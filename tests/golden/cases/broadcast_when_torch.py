import torch
from torch import nn


class Gate(nn.Module):
    """Block Gate."""

    def __init__(self, gated, over="image"):
        super().__init__()
        self.mean1 = nn.AdaptiveAvgPool2d(1) if over == "image" else nn.Identity()
        self.mean2 = nn.AdaptiveAvgPool2d(1) if gated else nn.Identity()

    def forward(self, x):
        y = torch.sigmoid(self.mean1(x))
        x = x * y
        y = torch.sigmoid(self.mean2(x))
        return x + y


class BroadcastWhen(nn.Module):
    """A condition decides whether a join broadcasts."""

    def __init__(self):
        super().__init__()
        self.gate = Gate(True)
        self.points = Gate(False, over="point")
        self.fc = nn.Linear(3 * 6 * 5, 2)

    def forward(self, x):
        x = self.gate(x)
        x = self.points(x).flatten(1)
        return self.fc(x)
