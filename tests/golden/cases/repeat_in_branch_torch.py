from collections import OrderedDict

import torch
from torch import nn


class Layer(nn.Module):
    """Part `items` of RepeatInBranch."""

    def __init__(self, depth):
        super().__init__()
        self.add_module(
            "1",
            nn.Sequential(*(nn.Sequential(nn.BatchNorm2d(2)) for _ in range(depth))),
        )

    def forward(self, x):
        return torch.cat((torch.sigmoid(x), getattr(self, "1")(x)), dim=1)


class ItemsLayer(nn.Module):
    """Part `items` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(*(nn.Conv2d(4, 4, 1) for _ in range(2)))

    def forward(self, x):
        return self.body(x) + x


class RepeatInBranchItemsLayer(nn.Module):
    """Part `items` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        self.shortcut = nn.Sequential(
            *(nn.Sequential(OrderedDict(bn=nn.BatchNorm2d(4))) for _ in range(1))
        )

    def forward(self, x):
        shortcut = self.shortcut(x)
        return torch.tanh(x) + shortcut


class RepeatInBranch(nn.Module):
    """A repeat is the single node of a branch, in a list and with a name."""

    def __init__(self, depth=2):
        super().__init__()
        self.items = nn.Sequential(
            Layer(depth), ItemsLayer(), RepeatInBranchItemsLayer()
        )
        self.named_0 = nn.Sequential(
            *(nn.Sequential(nn.BatchNorm2d(4), nn.ReLU(inplace=True)) for _ in range(2))
        )
        self.named_1 = nn.Sequential(*(nn.BatchNorm2d(4) for _ in range(depth)))

    def forward(self, x):
        x = self.items(x)
        return self.named_0(x) + self.named_1(x)
