class ScaledHardSigmoid(nn.HybridBlock):
    """Clips slope * x + offset to 0 and 1. F.hard_sigmoid rounds both to float32."""

    def __init__(self, slope, offset):
        super().__init__()
        self.slope = slope
        self.offset = offset

    def hybrid_forward(self, F, x):
        return F.clip(self.slope * x + self.offset, 0, 1)
