# x - y stands last, as in Softplus.
class LogSigmoid(nn.HybridBlock):
    """Composed, since above 20 softrelu is x itself."""

    def hybrid_forward(self, F, x):
        y = F.Activation(x, act_type="softrelu")
        return F.where(x >= 0, -F.Activation(-x, act_type="softrelu"), x - y)
