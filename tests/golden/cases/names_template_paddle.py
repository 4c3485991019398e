from collections import OrderedDict

from paddle import nn


class NamesTemplate(nn.Layer):
    """Names of copies from expressions with words in them."""

    def __init__(self, tag="unit", first=1):
        super().__init__()
        self.words = nn.Sequential(
            OrderedDict(
                (f"{'a' if i == 0 else 'b'}{i}", nn.Conv2D(3, 3, 1)) for i in range(2)
            )
        )
        self.parts = nn.Sequential(
            OrderedDict((f"{tag}_{first + i}", nn.Conv2D(3, 3, 1)) for i in range(2))
        )
        self.rows = nn.Sequential()
        channels = 3
        for width, side in ((4, "left"), (5, "right")):
            self.rows.add_sublayer(f"{side}-{width}", nn.Conv2D(channels, width, 1))
            channels = width
        self.listed = nn.Sequential()
        self.listed.append(nn.BatchNorm2D(5))
        for i in range(2):
            self.listed.add_sublayer(f"{tag}{i}", nn.Conv2D(5 if i == 0 else 3, 3, 1))
        self.listed.add_sublayer("1", nn.Conv2D(3, 3, 1))
        self.listed.add_sublayer("2", nn.BatchNorm2D(3))

    def forward(self, x):
        x = self.words(x)
        x = self.parts(x)
        x = self.rows(x)
        return self.listed(x)
