"""One Sequential of small modules, with helpers, loops and torch's other spellings."""

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


class Branches(nn.ModuleDict):
    def forward(self, x):
        left = self["left_bn"](self["left"](x))
        right = self["right_bn"](self["right"](x))
        outs = [left, right, self["mean"](x)]
        return torch.concat(outs, 1)


class Gate(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.excite = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        weights = self.excite(x.mean((2, 3), keepdim=True)).sigmoid_()
        return x.mul(weights)


class Lambda(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def joins():
    return nn.Sequential(
        OrderedDict(
            pad=nn.ZeroPad2d((1, 1, 0, 1)),
            conv=nn.Conv2d(3, 4, 3, 2),
            mix=Branches(
                {
                    "left": nn.Conv2d(4, 4, 3, padding="same"),
                    "left_bn": nn.BatchNorm2d(4),
                    "right": nn.Conv2d(4, 4, 3, padding="same"),
                    "right_bn": nn.BatchNorm2d(4),
                    "mean": nn.AvgPool2d(3, 1, 1, count_include_pad=False),
                }
            ),
            act=nn.LeakyReLU(0.1, inplace=True),
            small=nn.MaxPool2d(2, 2, 1),
            group=nn.Conv2d(12, 6, 1, groups=3),
            up=nn.Upsample(scale_factor=2),
            ceil=nn.MaxPool2d(3, 2, ceil_mode=True),
            grow=nn.ConvTranspose2d(6, 6, 3, 2, 1, 1),
            gate=Gate(6),
            fold=nn.AvgPool2d(3, 2, 1),
            smooth=Lambda(lambda x: F.interpolate(x, size=(6, 6), mode="bilinear")),
            part=Lambda(lambda x: x[:, 1:5]),
            flatten=Lambda(lambda x: x.reshape(x.shape[0], -1)),
            fc=nn.Linear(144, 3),
        )
    )
