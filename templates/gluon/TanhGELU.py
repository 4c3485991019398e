class TanhGELU(nn.HybridBlock):
    """GELU by a tanh that is close to the normal distribution function."""

    def hybrid_forward(self, F, x):
        y = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + F.tanh(y))
