from collections import OrderedDict

import torch
from torch import nn


class Unit(nn.Sequential):
    """Block Unit."""

    def __init__(self, in_channels, channels=4, stride=1):
        super().__init__(nn.Conv2d(in_channels, channels, 1, stride=stride), nn.Tanh())


class Layer(nn.Module):
    """Part `growing` of Repeats."""

    def __init__(self, i):
        super().__init__()
        self.add_module("1", nn.Sequential(nn.Conv2d(4 + i * 2, 2, 1)))

    def forward(self, x):
        return torch.cat((x, getattr(self, "1")(x)), dim=1)


class Repeats(nn.Module):
    """Copies by number and by name, of a node, a list and a mapping."""

    def __init__(self, count=2):
        super().__init__()
        self.single = nn.Sequential(*(nn.Conv2d(4, 4, 3, padding=1) for _ in range(2)))
        self.call = nn.Sequential(
            *(Unit(4 if i == 0 else 5, channels=5) for i in range(count))
        )
        self.index = nn.Sequential()
        channels = 5
        for i in range(3):
            self.index.append(Unit(channels, channels=4 + i))
            channels = 4 + i
        self.renamed = nn.Sequential()
        features = 6
        for stage in range(2):
            self.renamed.append(Unit(features, channels=(3, 4)[stage]))
            features = (3, 4)[stage]
        self.growing = nn.Sequential(
            OrderedDict((f"denselayer{i + 1}", Layer(i)) for i in range(count + 1))
        )
        self.listed = nn.Sequential(
            *(
                nn.Sequential(
                    nn.Conv2d(count * 2 + 6 if i == 0 else 4, 4, 1),
                    nn.BatchNorm2d(4),
                    nn.Tanh(),
                )
                for i in range(2)
            )
        )
        self.named = nn.Sequential(
            *(
                nn.Sequential(
                    OrderedDict(conv=nn.Conv2d(4, 4, 1), bn=nn.BatchNorm2d(4))
                )
                for _ in range(2)
            )
        )
        self.one = nn.Sequential(*(Unit(4, channels=3) for _ in range(1)))
        self.none = nn.Sequential(*(nn.ReLU() for _ in range(3)))
        self.over = nn.Sequential()
        channels2 = 3
        for width, stride in ((4, 1), (6, 2)):
            self.over.append(Unit(channels2, channels=width, stride=stride))
            channels2 = width
        self.over_one = nn.Sequential()
        channels3 = 6
        for i, width in enumerate((3, 5)):
            self.over_one.add_module(f"w{width}_{i}", Unit(channels3, channels=width))
            channels3 = width

    def forward(self, x):
        x = self.single(x)
        x = self.call(x)
        x = self.index(x)
        x = self.renamed(x)
        x = self.growing(x)
        x = self.listed(x)
        x = self.named(x)
        x = self.one(x)
        x = self.none(x)
        x = self.over(x)
        return self.over_one(x)
