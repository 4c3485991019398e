import torch
from torch import nn
from torch.nn import functional as F


class Mix(nn.Module):
    """Block Mix."""

    def forward(self, x):
        return torch.sigmoid(x)


class MixFlat(nn.Module):
    """Block MixFlat."""

    def forward(self, x):
        return torch.sigmoid(x.flatten(1) + x)


class WhenRank(nn.Module):
    """A residual that fits only flat inputs, under a condition that no image meets."""

    def __init__(self):
        super().__init__()
        self.image = Mix()
        self.fc = nn.Linear(4, 5)
        self.rows = MixFlat()

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.image(x), 1).flatten(1)
        x = self.fc(x)
        return self.rows(x)
