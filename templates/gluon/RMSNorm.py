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
