from mxnet.gluon import nn


class OutputOne(nn.HybridBlock):
    """One named output that is not the last node."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2D(4, 1, in_channels=3)
        self.b = nn.Conv2D(2, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        first = self.a(x)
        return first
