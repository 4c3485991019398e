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
