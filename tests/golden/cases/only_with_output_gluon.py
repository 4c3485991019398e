from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class OnlyWithOutput(nn.Block):
    """A join that acts in inference alone, of which one branch is an output in both
    modes.
    """

    def __init__(self):
        super().__init__()
        self.join_0 = nn.BatchNorm(in_channels=2)
        self.side = nn.Conv2D(2, 1, in_channels=2)
        self.join_2 = nn.HybridSequential()
        self.join_2.add(nn.Activation("tanh"), nn.BatchNorm(in_channels=2))
        self.fit = nn.Conv2D(3, 1, in_channels=2)

    def forward(self, x):
        side = self.side(x)
        if not autograd.is_training():
            branch1 = self.join_0(x)
            branch3 = self.join_2(x)
            x = F.broadcast_mul(F.broadcast_mul(branch1, side), branch3)
        return (self.fit(x), side)
