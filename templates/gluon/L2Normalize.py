class L2Normalize(nn.HybridBlock):
    """Division by the norm along an axis, which counts as at least epsilon."""

    def __init__(self, axis, epsilon=1e-12):
        super().__init__()
        self.axis = axis
        self.least = epsilon**2

    def hybrid_forward(self, F, x):
        square = F.sum(F.square(x), axis=self.axis, keepdims=True)
        return F.broadcast_div(x, F.sqrt(F.maximum(square, self.least)))
