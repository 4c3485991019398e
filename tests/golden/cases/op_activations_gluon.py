import math

from mxnet.gluon import nn


class ReLU6(nn.HybridBlock):
    """ReLU up to 6. F.clip would have a gradient at 0."""

    def hybrid_forward(self, F, x):
        return F.minimum(F.Activation(x, act_type="relu"), 6)


class Mish(nn.HybridBlock):
    """x times the hyperbolic tangent of its softplus."""

    def hybrid_forward(self, F, x):
        return x * F.tanh(F.Activation(x, act_type="softrelu"))


class Softplus(nn.HybridBlock):
    """Composed, since above 20 softrelu is x itself."""

    def hybrid_forward(self, F, x):
        y = F.Activation(-x, act_type="softrelu")
        return F.where(x <= 0, F.Activation(x, act_type="softrelu"), x + y)


class SELU(nn.HybridBlock):
    """Scaled ELU. Composed, since nn.SELU has constants of float32."""

    def hybrid_forward(self, F, x):
        y = 1.6732632423543772 * F.expm1(F.minimum(x, 0))
        return 1.0507009873554805 * F.where(x > 0, x, y)


class HardSigmoid(nn.HybridBlock):
    """x / 6 + 1 / 2, clipped to 0 and 1."""

    def hybrid_forward(self, F, x):
        return F.clip(x + 3, 0, 6) / 6


class HardSwish(nn.HybridBlock):
    """x times its hard sigmoid."""

    def hybrid_forward(self, F, x):
        return x * F.clip(x + 3, 0, 6) / 6


class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)


class GELU(nn.HybridBlock):
    """Composed: nn.GELU, and the gradient of F.erf, have constants of float32."""

    def hybrid_forward(self, F, x):
        point = F.BlockGrad(x)
        phi = 0.5 * (1 + F.erf(point / math.sqrt(2)))
        density = F.exp(-0.5 * F.square(point)) / math.sqrt(2 * math.pi)
        return x * (phi + density * (x - point))


class TanhGELU(nn.HybridBlock):
    """GELU by a tanh that is close to the normal distribution function."""

    def hybrid_forward(self, F, x):
        y = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + F.tanh(y))


class PReLU(nn.PReLU):
    """Composed, since nn.PReLU multiplies in float32."""

    def hybrid_forward(self, F, x, alpha):
        y = F.reshape(x, (0, 0, -1))
        slope = F.reshape(alpha, (1, -1, 1))
        y = F.where(y > 0, y, F.broadcast_mul(slope, y))
        return F.reshape_like(y, x)


class Activations(nn.HybridBlock):
    """Every activation among named nodes."""

    def __init__(self):
        super().__init__()
        self.relu = nn.Activation("relu")
        self.relu6 = ReLU6()
        self.sigmoid = nn.Activation("sigmoid")
        self.tanh = nn.Activation("tanh")
        self.silu = nn.Swish()
        self.mish = Mish()
        self.softplus = Softplus()
        self.selu = SELU()
        self.hard_sigmoid = HardSigmoid()
        self.hard_swish = HardSwish()
        self.leaky_relu = LeakyReLU(0.01)
        self.all_11 = LeakyReLU(0.2)
        self.elu = nn.ELU()
        self.all_13 = nn.ELU(0.5)
        self.gelu = GELU()
        self.all_15 = TanhGELU()
        self.all_16 = PReLU()
        self.all_17 = PReLU(in_channels=4)
        self.all_18 = LeakyReLU(0.3)
        self.all_19 = PReLU(in_channels=4)

    def hybrid_forward(self, F, x):
        branch1 = self.relu(x)
        branch2 = self.relu6(x)
        branch3 = self.sigmoid(x)
        branch4 = self.tanh(x)
        branch5 = self.silu(x)
        branch6 = self.mish(x)
        branch7 = self.softplus(x)
        branch8 = self.selu(x)
        branch9 = self.hard_sigmoid(x)
        branch10 = self.hard_swish(x)
        branch11 = self.leaky_relu(x)
        branch12 = self.all_11(x)
        branch13 = self.elu(x)
        branch14 = self.all_13(x)
        branch15 = self.gelu(x)
        branch16 = self.all_15(x)
        branch17 = self.all_16(x)
        branch18 = self.all_17(x)
        branch19 = self.all_18(x)
        branch20 = self.all_19(x)
        branch21 = self.all_15(x)
        branch22 = F.softmax(x, axis=1)
        branch23 = F.log_softmax(x, axis=1)
        return F.concat(
            branch1,
            branch2,
            branch3,
            branch4,
            branch5,
            branch6,
            branch7,
            branch8,
            branch9,
            branch10,
            branch11,
            branch12,
            branch13,
            branch14,
            branch15,
            branch16,
            branch17,
            branch18,
            branch19,
            branch20,
            branch21,
            branch22,
            branch23,
            dim=1,
        )
