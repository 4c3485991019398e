from torch import nn


class Layer(nn.Module):
    """A part of Damped."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return x * self.factor


class Damped(nn.Sequential):
    """Block Damped."""

    def __init__(self, in_channels, factor):
        super().__init__(nn.ReLU(), Layer(factor), nn.Conv2d(in_channels, 4, 1))


class GroupLayer(nn.Module):
    """Part `group` of Scale."""

    def forward(self, x):
        return x * -2.0


class ScaleGroupLayer(nn.Module):
    """Part `group` of Scale."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return x * (self.factor * 3)


class Scale(nn.Module):
    """Network Scale."""

    def __init__(self, factor=0.17, use=True):
        super().__init__()
        self.factor = factor
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.use_scaled = use
        self.group = nn.Sequential()
        self.group.append(nn.Conv2d(4, 4, 1))
        self.group.append(GroupLayer())
        if use:
            self.group.append(ScaleGroupLayer(factor))
        self.blocks = nn.Sequential(*(Damped(4, 1 / (i + 2)) for i in range(2)))
        self.up = nn.Conv2d(4, 4, 1)

    def forward(self, x):
        conv = self.conv(x)
        x = conv + conv * 0.5
        if self.use_scaled:
            x = x * self.factor
        x = self.group(x)
        x = self.blocks(x)
        y = self.up(x) * self.factor
        return y + x
