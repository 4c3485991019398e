from mxnet.gluon import nn


class FrozenBatchNorm(nn.BatchNorm):
    """Batch normalisation whose statistics, scale and shift are constants."""

    def __init__(self, **arguments):
        super().__init__(use_global_stats=True, **arguments)
        self.gamma.grad_req = self.beta.grad_req = "null"


class FrozenNorms(nn.HybridBlock):
    """Batch norms whose tensors are constants."""

    def __init__(self, eps=0.7):
        super().__init__()
        self.f = FrozenBatchNorm(in_channels=6)
        self.s = FrozenBatchNorm(epsilon=eps, in_channels=3)
        self.conv = nn.Conv2D(3, 3, padding=1, in_channels=4, use_bias=False)
        self.i = nn.HybridSequential()
        self.i.add(
            FrozenBatchNorm(in_channels=3),
            nn.Activation("relu"),
            nn.Conv2D(2, 1, in_channels=3),
            FrozenBatchNorm(epsilon=0.3, in_channels=2),
        )

    def hybrid_forward(self, F, flat, signal, image):
        x = self.f(flat)
        y = self.s(signal)
        z = self.conv(image)
        return (x, y, self.i(z))
