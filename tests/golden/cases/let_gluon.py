from mxnet.gluon import nn


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, channels, ratio=0.25):
        super().__init__()
        hidden = max(2, round(in_channels * ratio))
        pair = (hidden, channels)
        unchanged = in_channels == channels
        self.reduce = nn.Conv2D(pair[0], 1, in_channels=in_channels)
        self.expand = nn.Conv2D(pair[1], 1, in_channels=pair[0])
        if unchanged:
            self.bn = nn.BatchNorm(in_channels=pair[1])
        else:
            self.bn = nn.HybridSequential()

    def hybrid_forward(self, F, x):
        x = self.reduce(x)
        return self.bn(self.expand(x))


class Let(nn.HybridBlock):
    """Local values of the file and of a block, each seeing those before it."""

    def __init__(self, width=4, ratio=0.5):
        super().__init__()
        twice = width * 2
        quarter = max(1, int(twice * ratio) // 2)
        table = ((width, 1), (twice, 2))
        self.stem = nn.Conv2D(twice, 3, padding=1, in_channels=4)
        self.unit = Unit(twice, quarter)
        self.unit2 = Unit(quarter, quarter, ratio=ratio)
        self.stages = nn.HybridSequential()
        channels = quarter
        for w, s in table:
            self.stages.add(nn.Conv2D(w, 1, strides=s, in_channels=channels))
            channels = w
        self.head = nn.Conv2D(6, 1, in_channels=table[-1][0])

    def hybrid_forward(self, F, x):
        x = self.stem(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.stages(x)
        return self.head(x)
