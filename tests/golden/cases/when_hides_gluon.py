from mxnet.gluon import nn


class WhenHides(nn.HybridBlock):
    """What a condition hides would be wrong with the values for which it holds."""

    def __init__(self, width=3):
        super().__init__()
        self.conv = nn.Conv2D(width, 1, in_channels=2)
        self.tanh = nn.Activation("tanh")

    def hybrid_forward(self, F, x):
        return self.tanh(self.conv(x))
