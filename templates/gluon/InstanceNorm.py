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
