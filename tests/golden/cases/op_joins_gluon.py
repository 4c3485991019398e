from mxnet.gluon import nn


class Joins(nn.HybridBlock):
    """add, mul and concat of branches and of earlier nodes."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2D(4, 3, padding=1, in_channels=4)
        self.relu = nn.Activation("relu")
        self.left = nn.Conv2D(4, 1, in_channels=4)
        self.gate = nn.Conv2D(4, 1, in_channels=4)
        self.sigmoid = nn.Activation("sigmoid")
        self.concat_0 = nn.Conv2D(2, 1, in_channels=4)
        self.tanh = nn.Activation("tanh")

    def hybrid_forward(self, F, x):
        stem = self.stem(x)
        plus = stem + self.relu(stem) + self.left(stem)
        y = self.sigmoid(self.gate(plus))
        x = stem + F.broadcast_mul(plus, y) + x
        concat_from = F.concat(F.broadcast_mul(x, stem), stem, plus, dim=1)
        x = F.concat(self.concat_0(plus), plus, self.tanh(plus), dim=1)
        return F.concat(x, concat_from, dim=1)
