import torch
from torch import nn


class Layer(nn.Module):
    """Block Layer."""

    def __init__(self, in_channels, growth=2):
        super().__init__()
        self.norm = nn.BatchNorm2d(in_channels)
        self.conv = nn.Conv2d(in_channels, growth, 3, padding=1)

    def forward(self, x):
        y = self.conv(self.norm(x))
        return torch.cat((x, y), dim=1)


class Dense(nn.Sequential):
    """Block Dense."""

    def __init__(self, in_channels, layers, growth=2):
        super().__init__()
        for i in range(layers):
            self.add_module(
                f"denselayer{i + 1}", Layer(in_channels + i * growth, growth=growth)
            )


class Convs(nn.Sequential):
    """Block Convs."""

    def __init__(self, in_channels, layers):
        super().__init__(
            *(nn.Conv2d(in_channels if i == 0 else 4, 4, 1) for i in range(layers))
        )


class RepeatBody(nn.Module):
    """A repeat is the whole body of a block."""

    def __init__(self):
        super().__init__()
        self.dense1 = Dense(4, 3)
        self.dense2 = Dense(10, 2, growth=3)
        self.stack = Convs(16, 2)
        self.last = nn.Conv2d(4, 4, 1)

    def forward(self, x):
        x = self.dense1(x)
        x = self.dense2(x)
        x = self.stack(x)
        return self.last(x)
