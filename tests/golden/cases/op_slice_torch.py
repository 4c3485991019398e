import torch
from torch import nn


class Slice(nn.Module):
    """Network Slice."""

    def forward(self, x):
        a = x[:, :4]
        b = x[:, 2:7]
        x = torch.cat((a, b, x[:, 3:6]), dim=1).flatten(1)
        return x[:, 10:50]
