from mxnet.gluon import nn


class GroupNorm(nn.HybridBlock):
    """Group normalisation with a weight and a bias for each channel."""

    def __init__(
        self,
        groups,
        channels,
        epsilon=1e-5,
        gamma_initializer="ones",
        beta_initializer="zeros",
    ):
        super().__init__()
        self.groups = groups
        self.epsilon = epsilon
        shape = (channels,)
        self.gamma = self.params.get("gamma", shape=shape, init=gamma_initializer)
        self.beta = self.params.get("beta", shape=shape, init=beta_initializer)

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, self.groups, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=2, keepdims=True))
        var = F.mean(F.square(y), axis=2, keepdims=True)
        y = F.reshape_like(F.broadcast_mul(y, F.rsqrt(var + self.epsilon)), x)
        y = F.broadcast_mul(F.reshape(y, (0, 0, -1)), F.reshape(gamma, (1, -1, 1)))
        return F.reshape_like(F.broadcast_add(y, F.reshape(beta, (1, -1, 1))), x)


class LayerNorm(nn.LayerNorm):
    """Over channels. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, 0, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=1, keepdims=True))
        var = F.mean(F.square(y), axis=1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        y = F.broadcast_mul(y, F.reshape(gamma, (1, -1, 1)))
        y = F.broadcast_add(y, F.reshape(beta, (1, -1, 1)))
        return F.reshape_like(y, x)


class LRN(nn.HybridBlock):
    """Local response normalisation. Composed, since F.LRN refuses float64."""

    def __init__(self, size=5, alpha=1e-4, beta=0.75, k=1.0):
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def hybrid_forward(self, F, x):
        # Channels become a depth, along which a pooling takes the means.
        y = F.expand_dims(F.square(x), axis=1)
        kernel, pad = (self.size, 1, 1), (self.size // 2, 0, 0)
        y = F.Pooling(y, kernel=kernel, pad=pad, pool_type="avg")
        return x / (self.k + self.alpha * F.squeeze(y, axis=1)) ** self.beta


class NormsList(nn.HybridSequential):
    """Network NormsList."""

    def __init__(self):
        super().__init__()
        self.add(
            nn.BatchNorm(in_channels=4),
            GroupNorm(2, 4),
            LayerNorm(in_channels=4),
            LRN(),
            nn.Flatten(),
            nn.BatchNorm(in_channels=4 * 3 * 3),
            LayerNorm(in_channels=4 * 3 * 3),
        )
