from mxnet.gluon import nn


class Gate(nn.HybridBlock):
    """Block Gate."""

    def __init__(self, gated, over="image"):
        super().__init__()
        self.mean1 = nn.GlobalAvgPool2D() if over == "image" else nn.HybridSequential()
        self.sigmoid = nn.Activation("sigmoid")
        self.mean2 = nn.GlobalAvgPool2D() if gated else nn.HybridSequential()

    def hybrid_forward(self, F, x):
        y = self.sigmoid(self.mean1(x))
        x = F.broadcast_mul(x, y)
        y = self.sigmoid(self.mean2(x))
        return F.broadcast_add(x, y)


class BroadcastWhen(nn.HybridBlock):
    """A condition decides whether a join broadcasts."""

    def __init__(self):
        super().__init__()
        self.gate = Gate(True)
        self.points = Gate(False, over="point")
        self.fc = nn.Dense(2, in_units=3 * 6 * 5)

    def hybrid_forward(self, F, x):
        x = self.gate(x)
        x = F.flatten(self.points(x))
        return self.fc(x)
