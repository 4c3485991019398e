class LayerScale(nn.Module):
    """Multiplication by learned factors, which begin as ``start``."""

    def __init__(self, start):
        super().__init__()
        self.factors = nn.Parameter(start)

    def forward(self, x):
        return self.factors * x
