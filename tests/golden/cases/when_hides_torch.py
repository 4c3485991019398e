import torch
from torch import nn


class WhenHides(nn.Module):
    """What a condition hides would be wrong with the values for which it holds."""

    def __init__(self, width=3):
        super().__init__()
        self.conv = nn.Conv2d(2, width, 1)

    def forward(self, x):
        return torch.tanh(self.conv(x))
