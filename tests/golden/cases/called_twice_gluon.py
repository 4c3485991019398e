from mxnet.gluon import nn


class ConvAct(nn.HybridBlock):
    """Convolution and activation.

    The second paragraph says "more", and ends with a quote: "end\"
    """

    def __init__(self, in_channels, channels, kernel=3, act=True):
        super().__init__()
        self.conv = nn.Conv2D(
            channels, kernel, padding=kernel // 2, in_channels=in_channels
        )
        self.act = nn.Activation("relu") if act else nn.HybridSequential()

    def hybrid_forward(self, F, x):
        return self.act(self.conv(x))


class Pair(nn.HybridBlock):
    """Block Pair."""

    def __init__(self, in_channels, channels, act=True):
        super().__init__()
        self.first = ConvAct(in_channels, channels)
        self.second = ConvAct(channels, in_channels, kernel=1, act=act)

    def hybrid_forward(self, F, x):
        x = self.first(x)
        return self.second(x)


class Stage(nn.HybridSequential):
    """Block Stage."""

    def __init__(self, in_channels, channels, depth=2):
        super().__init__()
        for i in range(depth):
            self.add(Pair(in_channels, channels, act=i + 1 < depth))
        self.add(ConvAct(in_channels, channels * 2))


class CalledTwice(nn.HybridBlock):
    """Blocks that call blocks, with arguments that run through."""

    def __init__(self, width=4, classes=3):
        super().__init__()
        self.stage1 = Stage(4, width)
        self.stage2 = Stage(width * 2, width + 1, depth=1)
        self.pool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(classes, in_units=(width + 1) * 2)

    def hybrid_forward(self, F, x):
        x = self.stage1(x)
        x = F.flatten(self.pool(self.stage2(x)))
        return self.fc(x)
