from mxnet.gluon import nn


class PadMaxPool2D(nn.MaxPool2D):
    """Max pooling after pads of (top, bottom, left, right) that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        lowest = float("-inf")
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, x)


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


class BroadcastRepeat(nn.HybridBlock):
    """Only the number of copies decides whether a join broadcasts."""

    def __init__(self, times=3):
        super().__init__()
        self.pools = nn.HybridSequential()
        for _ in range(times):
            self.pools.add(PadMaxPool2D(2, pads=(0, 1, 1, 0)))
        self.means = nn.HybridSequential()
        for _ in range(times + 1):
            self.means.add(PadAvgPool2D(2, pads=(0, 1, 1, 0)))
        self.mean = nn.HybridSequential()
        for _ in range(2 * times):
            self.mean.add(nn.AvgPool2D(3, strides=2, padding=1))

    def hybrid_forward(self, F, x):
        branch1 = self.pools(x)
        branch2 = self.means(x)
        branch3 = self.mean(x)
        return F.flatten(F.broadcast_add(F.broadcast_add(branch1, branch2), branch3))
