from paddle import nn


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, channels, ratio=0.25):
        super().__init__()
        hidden = max(2, round(in_channels * ratio))
        pair = (hidden, channels)
        unchanged = in_channels == channels
        self.reduce = nn.Conv2D(in_channels, pair[0], 1)
        self.expand = nn.Conv2D(pair[0], pair[1], 1)
        self.bn = nn.BatchNorm2D(pair[1]) if unchanged else nn.Identity()

    def forward(self, x):
        x = self.reduce(x)
        return self.bn(self.expand(x))


class Let(nn.Layer):
    """Local values of the file and of a block, each seeing those before it."""

    def __init__(self, width=4, ratio=0.5):
        super().__init__()
        twice = width * 2
        quarter = max(1, int(twice * ratio) // 2)
        table = ((width, 1), (twice, 2))
        self.stem = nn.Conv2D(4, twice, 3, padding=1)
        self.unit = Unit(twice, quarter)
        self.unit2 = Unit(quarter, quarter, ratio=ratio)
        self.stages = nn.Sequential()
        channels = quarter
        for w, s in table:
            self.stages.append(nn.Conv2D(channels, w, 1, stride=s))
            channels = w
        self.head = nn.Conv2D(table[-1][0], 6, 1)

    def forward(self, x):
        x = self.stem(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.stages(x)
        return self.head(x)
