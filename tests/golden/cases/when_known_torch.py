import torch
from torch import nn


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2d(in_channels, in_channels + 1, 1), nn.Conv2d(in_channels + 1, 4, 1)
        )


class Layer(nn.Module):
    """A part of Parts."""

    def __init__(self, i, growth):
        super().__init__()
        self.add_module("1", nn.Conv2d(4 + i * growth, growth, 1))

    def forward(self, x):
        return torch.cat((x, getattr(self, "1")(x)), dim=1)


class Parts(nn.Sequential):
    """Block Parts."""

    def __init__(self, in_channels, use=True, growth=2):
        super().__init__()
        if use:
            channels = in_channels
            for i in range(2):
                self.append(nn.Conv2d(channels, 3 + i, 1))
                channels = 3 + i
        if not use:
            for i in range(2):
                self.append(nn.Conv2d(in_channels if i == 0 else 5, 5, 1))
                self.append(nn.ReLU())
        if use:
            for i in range(2):
                self.append(Layer(i, growth))
        self.append(
            nn.Conv2d(
                4 + 2 * growth if use else 5 if not use else 4 if use else in_channels,
                4,
                1,
            )
        )


class WhenKnown(nn.Module):
    """Conditions that no argument decides, and repeats in a list that have one."""

    def __init__(self, use=True, skip=False):
        super().__init__()
        self.always = nn.Conv2d(3, 4, 1)
        self.listed = Listed(4)
        self.parts = Parts(4, use=use)
        self.parts2 = Parts(4, use=skip, growth=3)
        self.x2 = nn.Conv2d(3, 4, 1)

    def forward(self, x):
        y = self.always(x)
        y = self.listed(y)
        y = self.parts(y)
        y = self.parts2(y)
        shortcut = torch.tanh(y)
        x = self.x2(torch.tanh(x))
        return y + shortcut + x
