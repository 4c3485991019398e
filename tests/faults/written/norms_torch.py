"""Functions instead of layers, formulas instead of functions."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.group = nn.GroupNorm(num_groups=2, num_channels=4)
        self.prelu = nn.PReLU(4)
        self.convs = nn.ModuleList(nn.Conv2d(4, 4, 3, padding=1) for _ in range(2))
        self.bns = nn.ModuleList([nn.BatchNorm2d(4), nn.BatchNorm2d(4)])
        self.norm = nn.LayerNorm(4)
        self.fc1, self.norm2 = nn.Linear(4, 4), nn.LayerNorm(4)
        self.fc2 = nn.Linear(4, 4)

    def forward(self, x):
        x = F.prelu(self.group(x), self.prelu.weight)
        for i, (conv, bn) in enumerate(zip(self.convs, self.bns)):  # noqa: B905
            x = bn(conv(x))
            if i == 0:
                x = F.elu(x, alpha=0.5, inplace=True)
                x = F.dropout(x, p=0.2, training=self.training)
            else:
                x = x * (x + 3).clamp(0, 6) / 6
        x = self.norm(x.movedim(1, -1)).movedim(-1, 1)
        x = 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))
        x = F.avg_pool2d(x, x.shape[2:])[:, :, 0, 0]
        x = self.norm2(x @ self.fc1.weight.T + self.fc1.bias).tanh()
        x = self.fc2(F.dropout(x, training=self.training))
        x = torch.exp(x - x.amax(1, keepdim=True))
        return x / x.sum(1, keepdim=True)
