class AMax(nn.HybridBlock):
    """The maximum; equal values share its gradient, which F.max gives to each."""

    def __init__(self, axis, keepdims=False):
        super().__init__()
        self.axis = axis
        self.keepdims = keepdims

    def hybrid_forward(self, F, x):
        ties = F.broadcast_equal(x, F.max(x, axis=self.axis, keepdims=True))
        kept = F.where(ties, x, F.zeros_like(x))
        total = F.sum(kept, axis=self.axis, keepdims=self.keepdims)
        return total / F.sum(ties, axis=self.axis, keepdims=self.keepdims)
