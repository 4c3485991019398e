from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class Unit(nn.Sequential):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__(nn.Conv2d(in_channels, channels, 1), nn.ReLU())


class Anonymous(nn.Module):
    """Branches of one node are named after their join."""

    def __init__(self):
        super().__init__()
        self.concat_1 = nn.Conv2d(4, 2, 1)
        self.concat_2 = Unit(4)
        self.reduce = nn.Conv2d(14, 4, 1)
        self.sum_body = Unit(4)
        self.sum_shortcut = nn.Conv2d(4, 4, 1)
        self.add_module("add-up_0", nn.Sequential(nn.Conv2d(4, 4, 1)))
        self.add_module("add-up_1", nn.Sequential(*(Unit(4) for _ in range(2))))
        self.add_module("add-up_2", nn.Sequential(OrderedDict(x1=nn.BatchNorm2d(4))))
        self.mul_0_body = nn.Conv2d(4, 4, 1)

    def forward(self, x):
        branch2 = self.concat_1(x)
        branch3 = self.concat_2(x)
        branch4 = F.relu(x)
        x = self.reduce(torch.cat((x, branch2, branch3, branch4), dim=1))
        shortcut = self.sum_shortcut(x)
        sum = self.sum_body(x) + shortcut
        x = torch.tanh(sum) + sum
        branch1 = getattr(self, "add-up_0")(x)
        branch2 = getattr(self, "add-up_1")(x)
        branch3 = getattr(self, "add-up_2")(x)
        x = branch1 + branch2 + branch3
        branch1 = self.mul_0_body(x) + x
        y = branch1 * torch.sigmoid(x)
        return sum + y + x
