from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class Leaf(nn.Module):
    """Block Leaf."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class Layer(nn.Module):
    """Part `inner.tail` of Node."""

    def __init__(self, channels):
        super().__init__()
        self.leaf = Leaf(channels, channels)

    def forward(self, x):
        return self.leaf(x) + x


class Node(nn.Module):
    """Block Node."""

    def __init__(self, in_channels, channels, depth=1):
        super().__init__()
        self.inner = nn.Sequential(
            OrderedDict(
                leaves=nn.Sequential(
                    *(
                        Leaf(in_channels if i == 0 else channels, channels)
                        for i in range(depth)
                    )
                ),
                tail=nn.Sequential(Leaf(channels, channels), Layer(channels)),
            )
        )
        if in_channels != channels:
            self.down = nn.Sequential(
                OrderedDict(
                    conv=nn.Conv2d(in_channels, channels, 1),
                    bn=nn.BatchNorm2d(channels),
                )
            )
        else:
            self.down = nn.Identity()

    def forward(self, x):
        shortcut = self.down(x)
        return F.relu(self.inner(x) + shortcut)


class Level3Layer(nn.Module):
    """Part `tree.level1.level3` of Deep."""

    def __init__(self, channels, i, depth):
        super().__init__()
        self.node = Node(channels, 4 + i, depth=depth)
        self.cat_1 = nn.Sequential(OrderedDict(leaf=Leaf(4 + i, 2)))

    def forward(self, x):
        x = self.node(x)
        return torch.cat((x, self.cat_1(x)), dim=1)


class Deep(nn.Module):
    """Groups in groups in repeats in branches."""

    def __init__(self, depth=2):
        super().__init__()
        self.tree = nn.Sequential()
        layer = nn.Sequential()
        inner = nn.Sequential()
        layer2 = nn.Sequential()
        channels = 4
        for i in range(2):
            layer2.append(Level3Layer(channels, i, depth))
            channels = i + 6
        inner.add_module("level3", layer2)
        layer.append(inner)
        layer.append(nn.ReLU())
        self.tree.add_module("level1", layer)
        self.tree.add_module("conv", nn.Conv2d(7, 4, 1))
        self.node = Node(4, 4)

    def forward(self, x):
        x = self.tree(x)
        return self.node(x)
