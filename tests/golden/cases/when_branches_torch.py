from torch import nn


class Layer(nn.Module):
    """A part of Shrinks."""

    def __init__(self, in_channels, pooled):
        super().__init__()
        if in_channels in pooled:
            self.body = nn.Sequential(nn.AdaptiveAvgPool2d(1))
        else:
            self.body = nn.Identity()
        if pooled[in_channels % 2] >= 3:
            self.shortcut = nn.Sequential(nn.Tanh())
        else:
            self.shortcut = nn.Identity()

    def forward(self, x):
        shortcut = self.shortcut(x)
        return self.body(x) + shortcut


class Shrinks(nn.Sequential):
    """Block Shrinks."""

    def __init__(self, in_channels, pooled):
        super().__init__(Layer(in_channels, pooled))


class Optional(nn.Module):
    """Block Optional."""

    def __init__(self, in_channels):
        super().__init__()
        self.left = nn.Conv2d(in_channels, 3, 1)
        self.right = nn.Conv2d(in_channels, 3, 1)

    def forward(self, x):
        branch2 = self.right(x)
        x = self.left(x) + branch2
        return x * branch2


class WhenBranches(nn.Module):
    """Branches that a condition leaves out or shrinks, and nodes that read inside of
    them.
    """

    def __init__(self, width=3):
        super().__init__()
        self.conv = nn.Conv2d(4, width, 1)
        self.shrinks = Shrinks(width, (2, 3))
        self.inner = nn.Conv2d(width, width, 1)
        self.main = nn.Conv2d(width, width, 1)
        self.side = nn.Conv2d(width, width, 1)
        self.extra = nn.Conv2d(width, 2, 1)
        self.optional = Optional(width)
        self.fc = nn.Linear(3 * 5 * 5, 3)

    def forward(self, x):
        x = self.conv(x)
        shrinks = self.shrinks(x)
        x = self.inner(shrinks)
        y = x * shrinks
        shortcut = self.side(y)
        x = self.optional(x + shortcut + shrinks).flatten(1)
        x = self.fc(x)
        if self.training:
            y = self.main(y) + shortcut
            other = self.extra(y)
            return (x, other)
        return x
