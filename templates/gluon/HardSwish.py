class HardSwish(nn.HybridBlock):
    """x times its hard sigmoid."""

    def hybrid_forward(self, F, x):
        return x * F.clip(x + 3, 0, 6) / 6
