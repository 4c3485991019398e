from mxnet.gluon import nn


class RepeatEmpty(nn.HybridBlock):
    """Copies that hold nothing, since a condition in them is known to be false."""

    def __init__(self):
        super().__init__()
        self.row = nn.HybridSequential()
        for _ in range(2):
            layer = nn.HybridSequential()
            layer.add(nn.Activation("tanh"))
            self.row.add(layer)
        self.none = nn.HybridSequential()
        for _ in range(2):
            layer = nn.HybridSequential()
            self.none.add(layer)
        self.conv = nn.Conv2D(2, 1, in_channels=3)

    def hybrid_forward(self, F, x):
        x = self.row(x)
        x = self.none(x)
        return self.conv(x)
