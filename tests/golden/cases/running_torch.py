import torch
from torch import nn


class Halve(nn.Module):
    """Block Halve."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, in_channels // 2 + 1, 3, padding=1)
        self.pool = nn.AvgPool2d(2)

    def forward(self, x):
        return self.pool(self.conv(x))


class Grow(nn.Module):
    """Block Grow."""

    def __init__(self, in_channels, growth=2):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, growth, 1)

    def forward(self, x):
        return torch.cat((x, self.conv(x)), dim=1)


class Layer(nn.Module):
    """Part `doubles` of Running."""

    def forward(self, x):
        return torch.cat((x, torch.tanh(x)), dim=1)


class Running(nn.Module):
    """Channels and sizes that run along a repeat."""

    def __init__(self, count=3):
        super().__init__()
        self.halves = nn.Sequential()
        channels = 8
        for _ in range(3):
            self.halves.append(Halve(channels))
            channels = channels // 2 + 1
        self.grows = nn.Sequential(*(Grow(2 + i * 3, growth=3) for i in range(count)))
        self.doubles = nn.Sequential()
        for _ in range(2):
            self.doubles.append(Layer())
        self.widths = nn.Sequential()
        channels2 = (2 + count * 3) * 2 * 2
        for width in (4, 6, 5):
            self.widths.append(nn.Conv2d(channels2, width, 1))
            channels2 = width
        self.units = nn.Sequential()
        channels3 = 5 * 3 * 3
        for units in (7, 5):
            self.units.append(nn.Sequential(nn.Linear(channels3, units), nn.Tanh()))
            channels3 = units
        self.fc = nn.Linear(5, 3)

    def forward(self, x):
        x = self.halves(x)
        x = self.grows(x)
        x = self.doubles(x)
        x = self.widths(x).flatten(1)
        x = self.units(x)
        return self.fc(x)
