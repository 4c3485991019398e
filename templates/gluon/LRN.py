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
