from collections import OrderedDict

from torch import nn
from torch.nn import functional as F


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_module("block1-0", nn.Conv2d(in_channels, 4, 1))
        self.add_module("bn-0", nn.BatchNorm2d(4))

    def forward(self, x):
        return getattr(self, "bn-0")(F.relu(getattr(self, "block1-0")(x)))


class List(nn.Sequential):
    """Block List."""

    def __init__(self, in_channels):
        super().__init__(nn.Conv2d(in_channels, 4, 1), nn.ReLU())


class Names(nn.Module):
    """Names that are no identifiers, and names that a local variable or a module has
    too.
    """

    def __init__(self, forward_width=4):
        super().__init__()
        self.add_module("conv1-0", nn.Conv2d(3, forward_width, 3, padding=1))
        self.add_module("bn-0", nn.BatchNorm2d(forward_width))
        self.add_module("unit-0", Unit(forward_width))
        self.add_module("list-0", List(4))
        self.add_module(
            "group-0",
            nn.Sequential(
                OrderedDict(
                    [("inner-0", nn.Conv2d(4, 4, 1)), ("inner-1", nn.BatchNorm2d(4))]
                )
            ),
        )
        self.add_module("listed-0", nn.Sequential(nn.Conv2d(4, 4, 1), nn.ReLU()))
        self.add_module(
            "rep-0",
            nn.Sequential(OrderedDict((f"copy-{i}", Unit(4)) for i in range(2))),
        )
        if forward_width > 3:
            self.add_module(
                "cond-0", nn.Sequential(OrderedDict([("a-0", nn.Conv2d(4, 4, 1))]))
            )
        else:
            self.add_module("cond-0", nn.Identity())
        self.y = nn.Conv2d(4, 4, 1)
        self.z = nn.Conv2d(4, 4, 1)
        self.skip = nn.Conv2d(4, 4, 1)
        self._private = nn.Conv2d(4, 4, 1)
        self.Upper = nn.Conv2d(4, 4, 1)
        self.add_module("r-0", nn.Conv2d(4, 4, 1))
        self.add_module("s-0", nn.BatchNorm2d(4))

    def forward(self, x):
        x = getattr(self, "bn-0")(getattr(self, "conv1-0")(x))
        x = getattr(self, "unit-0")(x)
        y = getattr(self, "list-0")(x)
        y = getattr(self, "group-0")(y)
        y = getattr(self, "listed-0")(y)
        y = getattr(self, "rep-0")(y)
        y = getattr(self, "cond-0")(y)
        other = self.y(y)
        x = other + self.z(other) + x
        x = self.skip(x)
        x = self._private(x)
        x = self.Upper(x)
        shortcut = getattr(self, "s-0")(x)
        x = getattr(self, "r-0")(x) + shortcut
        return (x + shortcut, other)
