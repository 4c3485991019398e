import mxnet as mx
from mxnet.gluon import nn


class InstanceNorm(nn.HybridBlock):
    """Over the pixels of a channel. Composed, since nn.InstanceNorm refuses float64."""

    def __init__(
        self,
        channels,
        epsilon=1e-5,
        affine=False,
        gamma_initializer="ones",
        beta_initializer="zeros",
    ):
        super().__init__()
        self.epsilon = epsilon
        if affine:
            shape = (channels,)
            self.gamma = self.params.get("gamma", shape=shape, init=gamma_initializer)
            self.beta = self.params.get("beta", shape=shape, init=beta_initializer)

    def hybrid_forward(self, F, x, gamma=None, beta=None):
        y = F.reshape(x, (0, 0, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=2, keepdims=True))
        var = F.mean(F.square(y), axis=2, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self.epsilon))
        if gamma is not None:
            y = F.broadcast_mul(y, F.reshape(gamma, (1, -1, 1)))
            y = F.broadcast_add(y, F.reshape(beta, (1, -1, 1)))
        return F.reshape_like(y, x)


class RMSNorm(nn.HybridBlock):
    """Division by the root mean square along an axis, and a learned scale."""

    def __init__(
        self, channels, axis=-1, epsilon=1e-6, scale=True, gamma_initializer="ones"
    ):
        super().__init__()
        self.axis = axis
        self.epsilon = epsilon
        if scale:
            shape = (channels,)
            self.gamma = self.params.get("gamma", shape=shape, init=gamma_initializer)

    def hybrid_forward(self, F, x, gamma=None):
        mean = F.mean(F.square(x), axis=self.axis, keepdims=True)
        x = F.broadcast_div(x, F.sqrt(mean + self.epsilon))
        if gamma is None:
            return x
        if self.axis == -1:
            return F.broadcast_mul(x, gamma)
        rows = F.broadcast_mul(F.reshape(x, (0, 0, -1)), F.reshape(gamma, (1, -1, 1)))
        return F.reshape_like(rows, x)


class L2Normalize(nn.HybridBlock):
    """Division by the norm along an axis, which counts as at least epsilon."""

    def __init__(self, axis, epsilon=1e-12):
        super().__init__()
        self.axis = axis
        self.least = epsilon**2

    def hybrid_forward(self, F, x):
        square = F.sum(F.square(x), axis=self.axis, keepdims=True)
        return F.broadcast_div(x, F.sqrt(F.maximum(square, self.least)))


class Scaled(nn.HybridBlock):
    """Block Scaled."""

    def __init__(self, in_channels, flag=True, eps=0.7):
        super().__init__()
        self.instance = InstanceNorm(in_channels, epsilon=eps, affine=flag)
        self.rms = RMSNorm(in_channels, axis=1, epsilon=eps, scale=flag)
        self.l2_normalize = L2Normalize(axis=1, epsilon=eps)

    def hybrid_forward(self, F, x):
        return self.l2_normalize(self.rms(self.instance(x)))


class InstanceNorms(nn.HybridBlock):
    """Norms of single examples, and division by a length, of values of all ranks."""

    def __init__(self):
        super().__init__()
        self.f1 = RMSNorm(6, axis=-1)
        self.l2_normalize = L2Normalize(axis=1, epsilon=0.7)
        self.f3 = RMSNorm(6, axis=-1, scale=False)
        self.s1 = InstanceNorm(4)
        self.s2 = RMSNorm(4, axis=1, epsilon=0.001)
        self.s3 = RMSNorm(5, axis=-1)
        self.s4 = L2Normalize(axis=-1)
        self.i1 = InstanceNorm(4, epsilon=0.7, affine=True)
        self.i2 = Scaled(4, flag=False)
        self.i3 = Scaled(4, eps=0.3)
        self.i4 = nn.HybridSequential()
        self.i4.add(
            InstanceNorm(4, epsilon=0.001),
            InstanceNorm(4, affine=True, gamma_initializer=mx.init.Constant(0.5)),
            RMSNorm(4, axis=1, gamma_initializer=mx.init.Constant(0.5)),
            L2Normalize(axis=1),
        )
        self.v1 = InstanceNorm(2)
        self.v2 = RMSNorm(2, axis=1)

    def hybrid_forward(self, F, flat, signal, image, volume):
        x = self.f3(self.l2_normalize(self.f1(flat)))
        y = self.s3(self.s2(self.s1(signal)))
        y = self.s4(y)
        z = self.i2(self.i1(image))
        z = self.i3(z)
        z = self.i4(z)
        return (x, y, z, self.l2_normalize(self.v2(self.v1(volume))))
