from collections import OrderedDict

from torch import nn


class NamesTemplate(nn.Module):
    """Names of copies from expressions with words in them."""

    def __init__(self, tag="unit", first=1):
        super().__init__()
        self.words = nn.Sequential(
            OrderedDict(
                (f"{'a' if i == 0 else 'b'}{i}", nn.Conv2d(3, 3, 1)) for i in range(2)
            )
        )
        self.parts = nn.Sequential(
            OrderedDict((f"{tag}_{first + i}", nn.Conv2d(3, 3, 1)) for i in range(2))
        )
        self.rows = nn.Sequential()
        channels = 3
        for width, side in ((4, "left"), (5, "right")):
            self.rows.add_module(f"{side}-{width}", nn.Conv2d(channels, width, 1))
            channels = width
        self.listed = nn.Sequential()
        self.listed.append(nn.BatchNorm2d(5))
        for i in range(2):
            self.listed.add_module(f"{tag}{i}", nn.Conv2d(5 if i == 0 else 3, 3, 1))
        self.listed.add_module("1", nn.Conv2d(3, 3, 1))
        self.listed.add_module("2", nn.BatchNorm2d(3))

    def forward(self, x):
        x = self.words(x)
        x = self.parts(x)
        x = self.rows(x)
        return self.listed(x)
