from mxnet.gluon import nn


class Mix(nn.HybridBlock):
    """Block Mix."""

    def __init__(self):
        super().__init__()
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        return self.sigmoid(x)


class MixFlat(nn.HybridBlock):
    """Block MixFlat."""

    def __init__(self):
        super().__init__()
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        return self.sigmoid(F.flatten(x) + x)


class WhenRank(nn.HybridBlock):
    """A residual that fits only flat inputs, under a condition that no image meets."""

    def __init__(self):
        super().__init__()
        self.image = Mix()
        self.pool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(5, in_units=4)
        self.rows = MixFlat()

    def hybrid_forward(self, F, x):
        x = F.flatten(self.pool(self.image(x)))
        x = self.fc(x)
        return self.rows(x)
