class Mish(nn.HybridBlock):
    """x times the hyperbolic tangent of its softplus."""

    def hybrid_forward(self, F, x):
        return x * F.tanh(F.Activation(x, act_type="softrelu"))
