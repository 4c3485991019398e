from mxnet.gluon import nn


class InputParams(nn.HybridBlock):
    """Sizes of the inputs are made of params, which the file then has as numbers."""

    def __init__(self, units=5):
        super().__init__()
        self.conv = nn.Conv2D(6, 1, in_channels=3)
        self.fc = nn.Dense(units, in_units=2)

    def hybrid_forward(self, F, x, y):
        image = self.conv(x)
        return (image, self.fc(y))
