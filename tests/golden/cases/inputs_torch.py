import torch
from torch import nn
from torch.nn import functional as F


class Up(nn.Module):
    """Block Up."""

    def __init__(self, in_channels, skip_channels, channels):
        super().__init__()
        skip_width = in_channels + 1
        self.conv = nn.Conv2d(in_channels, channels, 1)
        self.other = nn.Conv2d(skip_channels, skip_width, 1)
        self.merge = nn.Conv2d(skip_channels + channels + skip_width, in_channels, 1)

    def forward(self, x, skip):
        conv = self.conv(x)
        x = torch.cat((skip, conv, self.other(skip)), dim=1)
        return self.merge(x)


class Scale(nn.Module):
    """Block Scale."""

    def __init__(self, in_channels, by_channels):
        super().__init__()
        self.fc = nn.Linear(by_channels, in_channels)

    def forward(self, features, by):
        gate = torch.sigmoid(self.fc(by))
        x = F.adaptive_avg_pool2d(features, 1).flatten(1)
        return x * gate


class Inputs(nn.Module):
    """Several inputs of the network and of a block."""

    def __init__(self, width=4):
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, padding=1)
        self.up = Up(width, 1, 3)
        self.up2 = Up(1, 3, 2)
        self.scale = Scale(width, 5)
        self.fc = nn.Linear(width + 6, 3)

    def forward(self, image, mask, vector):
        x = self.stem(image)
        up = self.up(x, mask)
        up2 = self.up2(mask, image)
        scale = self.scale(up, vector)
        x = F.adaptive_avg_pool2d(up2, 1).flatten(1)
        return self.fc(torch.cat((scale, vector, x), dim=1))
