from mxnet.gluon import nn


class GlobalAvgPool(nn.HybridBlock):
    """Network GlobalAvgPool."""

    def __init__(self):
        super().__init__()
        self.pool = nn.GlobalAvgPool2D()

    def hybrid_forward(self, F, x):
        return self.pool(x)
