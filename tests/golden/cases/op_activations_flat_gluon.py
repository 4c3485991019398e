import math

from mxnet.gluon import nn


class Mish(nn.HybridBlock):
    """x times the hyperbolic tangent of its softplus."""

    def hybrid_forward(self, F, x):
        return x * F.tanh(F.Activation(x, act_type="softrelu"))


class SELU(nn.HybridBlock):
    """Scaled ELU. Composed, since nn.SELU has constants of float32."""

    def hybrid_forward(self, F, x):
        y = 1.6732632423543772 * F.expm1(F.minimum(x, 0))
        return 1.0507009873554805 * F.where(x > 0, x, y)


class GELU(nn.HybridBlock):
    """Composed: nn.GELU, and the gradient of F.erf, have constants of float32."""

    def hybrid_forward(self, F, x):
        point = F.BlockGrad(x)
        phi = 0.5 * (1 + F.erf(point / math.sqrt(2)))
        density = F.exp(-0.5 * F.square(point)) / math.sqrt(2 * math.pi)
        return x * (phi + density * (x - point))


class PReLU(nn.PReLU):
    """Composed, since nn.PReLU multiplies in float32."""

    def hybrid_forward(self, F, x, alpha):
        y = F.reshape(x, (0, 0, -1))
        slope = F.reshape(alpha, (1, -1, 1))
        y = F.where(y > 0, y, F.broadcast_mul(slope, y))
        return F.reshape_like(y, x)


class ActivationsFlat(nn.HybridBlock):
    """Activations of vectors."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(4, in_units=5)
        self.prelu = PReLU(in_channels=4)
        self.slope = PReLU()
        self.selu = SELU()
        self.gelu = GELU()
        self.mish = Mish()

    def hybrid_forward(self, F, x):
        x = self.slope(self.prelu(self.fc(x)))
        x = self.mish(self.gelu(self.selu(x)))
        return F.softmax(F.log_softmax(x, axis=1), axis=1)
