import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class ConvAct(chainer.Chain):
    """Convolution and activation.

    The second paragraph says "more", and ends with a quote: "end\"
    """

    def __init__(self, in_channels, channels, kernel=3, act=True):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, kernel, pad=kernel // 2)
            self.act = F.relu if act else F.identity

    def forward(self, x):
        return self.act(self.conv(x))


class Pair(chainer.Chain):
    """Block Pair."""

    def __init__(self, in_channels, channels, act=True):
        super().__init__()
        with self.init_scope():
            self.first = ConvAct(in_channels, channels)
            self.second = ConvAct(channels, in_channels, kernel=1, act=act)

    def forward(self, x):
        x = self.first(x)
        return self.second(x)


class Stage(Stack):
    """Block Stage."""

    def __init__(self, in_channels, channels, depth=2):
        super().__init__(
            *(Pair(in_channels, channels, act=i + 1 < depth) for i in range(depth)),
            ConvAct(in_channels, channels * 2),
        )


class CalledTwice(chainer.Chain):
    """Blocks that call blocks, with arguments that run through."""

    def __init__(self, width=4, classes=3):
        super().__init__()
        with self.init_scope():
            self.stage1 = Stage(4, width)
            self.stage2 = Stage(width * 2, width + 1, depth=1)
            self.fc = L.Linear((width + 1) * 2, classes)

    def forward(self, x):
        x = self.stage1(x)
        x = F.average(self.stage2(x), axis=(2, 3))
        return self.fc(x)
