import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, channels, ratio=0.25):
        super().__init__()
        hidden = max(2, round(in_channels * ratio))
        pair = (hidden, channels)
        unchanged = in_channels == channels
        with self.init_scope():
            self.reduce = L.Convolution2D(in_channels, pair[0], 1)
            self.expand = L.Convolution2D(pair[0], pair[1], 1)
            self.bn = (
                L.BatchNormalization(pair[1], eps=1e-5) if unchanged else F.identity
            )

    def forward(self, x):
        x = self.reduce(x)
        return self.bn(self.expand(x))


class Let(chainer.Chain):
    """Local values of the file and of a block, each seeing those before it."""

    def __init__(self, width=4, ratio=0.5):
        super().__init__()
        twice = width * 2
        quarter = max(1, int(twice * ratio) // 2)
        table = ((width, 1), (twice, 2))
        with self.init_scope():
            self.stem = L.Convolution2D(4, twice, 3, pad=1)
            self.unit = Unit(twice, quarter)
            self.unit2 = Unit(quarter, quarter, ratio=ratio)
            self.stages = Stack()
            channels = quarter
            for w, s in table:
                self.stages.append(L.Convolution2D(channels, w, 1, stride=s))
                channels = w
            self.head = L.Convolution2D(table[-1][0], 6, 1)

    def forward(self, x):
        x = self.stem(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.stages(x)
        return self.head(x)
