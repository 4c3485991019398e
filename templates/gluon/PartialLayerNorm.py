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
