from mxnet.gluon import nn


class Softplus(nn.HybridBlock):
    """Composed, since above 20 softrelu is x itself."""

    def hybrid_forward(self, F, x):
        y = F.Activation(-x, act_type="softrelu")
        return F.where(x <= 0, F.Activation(x, act_type="softrelu"), x + y)


class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)


class ELU(nn.HybridBlock):
    """Composed, since nn.ELU rounds its alpha to float32."""

    def __init__(self, alpha):
        super().__init__()
        self.alpha = alpha

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.alpha * F.expm1(F.minimum(x, 0)))


class Join(nn.HybridBlock):
    """Block Join."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x, gate):
        return self.conv(F.broadcast_add(x, gate))


class Hybridized(nn.HybridBlock):
    """Gluon hybridized; a value that eight and more read, and a gate of one pixel that
    is an input.
    """

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=4)
        self.elu = ELU(0.3)
        self.leaky_relu = LeakyReLU(0.3)
        self.softplus = Softplus()
        self.sigmoid = nn.Activation("sigmoid")
        self.narrow = nn.Conv2D(4, 1, in_channels=16)
        self.gate = nn.GlobalAvgPool2D()
        self.one = Join(4)
        self.two = Join(4)

    def hybrid_forward(self, F, x):
        conv = self.conv(x)
        branch1 = self.elu(conv)
        branch2 = self.leaky_relu(conv)
        branch3 = self.softplus(conv)
        branch4 = self.sigmoid(conv)
        narrow = self.narrow(F.concat(branch1, branch2, branch3, branch4, dim=1))
        x = self.one(narrow, self.gate(conv))
        return self.two(x, narrow)
