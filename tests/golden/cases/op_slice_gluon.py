from mxnet.gluon import nn


class Slice(nn.HybridBlock):
    """Network Slice."""

    def hybrid_forward(self, F, x):
        a = F.slice_axis(x, axis=1, begin=0, end=4)
        b = F.slice_axis(x, axis=1, begin=2, end=7)
        x = F.flatten(F.concat(a, b, F.slice_axis(x, axis=1, begin=3, end=6), dim=1))
        return F.slice_axis(x, axis=1, begin=10, end=50)
