from mxnet.gluon import nn


class PadAvgPool2D(nn.AvgPool2D):
    """Average pooling after pads of (top, bottom, left, right).

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """

    def __init__(self, *args, pads, extra=(0, 0, 0, 0), count_pads=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)
        self.extra = (0, 0, 0, 0, *extra)
        self.share = int(count_pads)

    def hybrid_forward(self, F, x):
        mean = self.mean(F, x, 0)
        return mean / self.mean(F, F.ones_like(x), self.share)

    def mean(self, F, x, value):
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=value)
        x = F.pad(x, mode="constant", pad_width=self.extra, constant_value=0)
        return super().hybrid_forward(F, x)


class Turned(nn.HybridSequential):
    """Block Turned."""

    def __init__(self, in_features):
        super().__init__()
        for _ in range(1):
            self.add(nn.HybridLambda(lambda F, x: F.transpose(x, axes=(0, 2, 3, 1))))
        self.add(nn.Conv2D(3, 1, in_channels=in_features))


class Permuted(nn.HybridBlock):
    """Repeats whose copies turn the axes, which makes a size depend on another one."""

    def __init__(self):
        super().__init__()
        self.turned = Turned(6)
        self.again = nn.HybridSequential()
        for _ in range(2):
            self.again.add(
                nn.HybridLambda(lambda F, x: F.transpose(x, axes=(0, 2, 3, 1)))
            )
        self.pool = PadAvgPool2D(3, pads=(1, 1, 1, 2), extra=(0, 1, 0, 0))
        self.conv = nn.Conv2D(4, 1, in_channels=4)
        self.swapped = nn.HybridSequential()
        for _ in range(3):
            self.swapped.add(
                nn.HybridLambda(lambda F, x: F.transpose(x, axes=(0, 1, 3, 2)))
            )
        self.fc = nn.Dense(3, in_units=4 * 2 * 2)

    def hybrid_forward(self, F, x):
        x = self.turned(x)
        x = self.pool(self.again(x))
        x = self.conv(x)
        x = F.flatten(self.swapped(x))
        return self.fc(x)
