import mxnet as mx
from mxnet.gluon import nn


class PartialLayerNorm(nn.HybridBlock):
    """Layer normalisation along an axis that does not both scale and shift."""

    def __init__(
        self,
        channels,
        axis,
        epsilon=1e-5,
        center=True,
        scale=True,
        gamma_initializer="ones",
        beta_initializer="zeros",
    ):
        super().__init__()
        # The normalised axis is the second one of these rows, or planes.
        self.rows = (0, 0, -1) if axis == 1 else (-1, channels)
        self.own = (1, -1, 1) if axis == 1 else (1, -1)
        self.epsilon = epsilon
        shape = (channels,)
        if scale:
            self.gamma = self.params.get("gamma", shape=shape, init=gamma_initializer)
        if center:
            self.beta = self.params.get("beta", shape=shape, init=beta_initializer)

    def hybrid_forward(self, F, x, gamma=None, beta=None):
        y = F.reshape(x, self.rows)
        y = F.broadcast_sub(y, F.mean(y, axis=1, keepdims=True))
        var = F.mean(F.square(y), axis=1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self.epsilon))
        if gamma is not None:
            y = F.broadcast_mul(y, F.reshape(gamma, self.own))
        if beta is not None:
            y = F.broadcast_add(y, F.reshape(beta, self.own))
        return F.reshape_like(y, x)


class Flags(nn.HybridBlock):
    """Block Flags."""

    def __init__(self, in_channels, in_features, scale=True, center=False):
        super().__init__()
        self.bn = nn.BatchNorm(
            scale=scale,
            in_channels=in_channels,
            gamma_initializer=mx.init.Constant(2) if scale else "ones",
        )
        self.ln = PartialLayerNorm(
            in_channels, axis=1, center=center, scale=scale, beta_initializer="ones"
        )
        self.both = nn.BatchNorm(
            center=center, scale=center and scale, in_channels=in_channels
        )
        self.last = PartialLayerNorm(in_features, axis=-1, center=scale, scale=scale)

    def hybrid_forward(self, F, x):
        x = self.both(self.ln(self.bn(x)))
        return self.last(x)


class PartialNorms(nn.HybridBlock):
    """Batch and layer norms that only scale, only shift, or neither."""

    def __init__(self):
        super().__init__()
        self.f1 = nn.BatchNorm(scale=False, in_channels=6)
        self.f2 = PartialLayerNorm(6, axis=-1, center=False)
        self.s1 = nn.BatchNorm(center=False, in_channels=3)
        self.s2 = PartialLayerNorm(3, axis=1, epsilon=0.001, scale=False)
        self.i1 = nn.BatchNorm(center=False, scale=False, in_channels=4)
        self.i2 = Flags(4, 4, scale=False)
        self.i3 = Flags(4, 4, center=True)
        self.i4 = nn.HybridSequential()
        self.i4.add(
            nn.BatchNorm(
                scale=False, in_channels=4, beta_initializer=mx.init.Constant(0.5)
            ),
            nn.Activation("relu"),
            nn.BatchNorm(center=False, in_channels=4),
            PartialLayerNorm(
                4, axis=1, center=False, gamma_initializer=mx.init.Constant(0.5)
            ),
            PartialLayerNorm(4, axis=-1, center=False, scale=False),
            PartialLayerNorm(
                4, axis=-1, scale=False, beta_initializer=mx.init.Constant(0.5)
            ),
        )

    def hybrid_forward(self, F, flat, signal, image):
        x = self.f2(self.f1(flat))
        y = self.s2(self.s1(signal))
        z = self.i2(self.i1(image))
        z = self.i3(z)
        return (x, y, self.i4(z))
