from mxnet.gluon import nn


class Trunk(nn.HybridBlock):
    """Block Trunk."""

    def __init__(self, in_channels, w=4):
        super().__init__()
        layer = nn.HybridSequential()
        layer.add(
            nn.Conv2D(w, 1, in_channels=in_channels),
            nn.BatchNorm(in_channels=w),
            nn.Activation("relu"),
        )
        inner = nn.HybridSequential()
        inner.add(
            nn.Conv2D(w, 1, in_channels=w), nn.Activation("relu"), nn.Activation("tanh")
        )
        layer.add(inner)
        layer.add(nn.Dropout(0.5), nn.Activation("relu"))
        setattr(self, "my-list", layer)
        self.side = nn.HybridSequential()
        self.side.add(
            nn.Conv2D(w, 1, in_channels=w), nn.Activation("tanh"), nn.Activation("relu")
        )

    def hybrid_forward(self, F, x):
        low = getattr(self, "my-list")[:2](x)
        x = getattr(self, "my-list")[2](low)
        mid = getattr(self, "my-list")[3][0](x)
        x = getattr(self, "my-list")[3][1:](mid)
        x = getattr(self, "my-list")[4:](x)
        s = self.side[0](x)
        return (low, mid, s, x + self.side[1:](s))


class PartsAsOutputs(nn.HybridBlock):
    """Outputs inside of seqs, of a block, in a branch, and of lists in lists."""

    def __init__(self):
        super().__init__()
        self.trunk = Trunk(3, w=5)
        self.again = Trunk(5)

    def hybrid_forward(self, F, x):
        a, mid, _, b = self.trunk(x)
        _, _, c, d = self.again(mid)
        return (a, b, c, d)
