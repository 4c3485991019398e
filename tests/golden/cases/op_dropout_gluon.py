from mxnet.gluon import nn


class Dropout(nn.HybridBlock):
    """Network Dropout."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=3)
        self.most = nn.Dropout(0.9)
        self.some = nn.Dropout(0.2)
        self.fc = nn.Dense(3, in_units=4 * 4 * 4)
        self.again = nn.Dropout(0.5)

    def hybrid_forward(self, F, x):
        x = F.flatten(self.most(self.conv(x)))
        return self.again(self.fc(self.some(x)))
