from mxnet.gluon import nn


class Dense(nn.HybridBlock):
    """Network Dense."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Dense(5, in_units=3 * 2 * 2)
        self.fc2 = nn.Dense(4, in_units=5, use_bias=False)

    def hybrid_forward(self, F, x):
        x = self.fc1(F.flatten(x))
        return self.fc2(x)
