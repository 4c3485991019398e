class GELU(nn.HybridBlock):
    """Composed: nn.GELU, and the gradient of F.erf, have constants of float32."""

    def hybrid_forward(self, F, x):
        point = F.BlockGrad(x)
        phi = 0.5 * (1 + F.erf(point / math.sqrt(2)))
        density = F.exp(-0.5 * F.square(point)) / math.sqrt(2 * math.pi)
        return x * (phi + density * (x - point))
