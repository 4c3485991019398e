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


class Layer(nn.HybridBlock):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(
            nn.Conv2D(4, 1, in_channels=4),
            nn.Activation("relu"),
            ReLU6(),
            nn.Activation("sigmoid"),
        )

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ActivationsListLayer(nn.HybridBlock):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(nn.Conv2D(4, 1, in_channels=4), nn.Activation("tanh"), nn.Swish())

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ActivationsListLayer2(nn.HybridBlock):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(nn.Conv2D(4, 1, in_channels=4), Mish(), Softplus())

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ActivationsListLayer3(nn.HybridBlock):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(nn.Conv2D(4, 1, in_channels=4), SELU(), HardSigmoid())

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ActivationsListLayer4(nn.HybridBlock):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(nn.Conv2D(4, 1, in_channels=4), HardSwish(), LeakyReLU(0.2))

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ActivationsListLayer5(nn.HybridBlock):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(nn.Conv2D(4, 1, in_channels=4), nn.ELU(0.5), LeakyReLU(0.01))

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ActivationsListLayer6(nn.HybridBlock):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(nn.Conv2D(4, 1, in_channels=4), GELU(), nn.ELU())

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ActivationsListLayer7(nn.HybridBlock):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(TanhGELU(), PReLU(), PReLU(in_channels=4))

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ActivationsListLayer8(nn.HybridBlock):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(
            nn.HybridSequential(),
            nn.HybridLambda(lambda F, x: F.log_softmax(x, axis=1)),
            nn.HybridLambda(lambda F, x: F.softmax(x, axis=1)),
        )

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ActivationsList(nn.HybridSequential):
    """Every activation that a list numbers, beside shortcuts so that none hides
    another.
    """

    def __init__(self):
        super().__init__()
        self.add(
            Layer(),
            ActivationsListLayer(),
            ActivationsListLayer2(),
            ActivationsListLayer3(),
            ActivationsListLayer4(),
            ActivationsListLayer5(),
            ActivationsListLayer6(),
            ActivationsListLayer7(),
            ActivationsListLayer8(),
        )
