import mxnet as mx
from mxnet.gluon import nn


class GroupNorm(nn.HybridBlock):
    """Group normalisation with a weight and a bias for each channel."""

    def __init__(
        self,
        groups,
        channels,
        epsilon=1e-5,
        gamma_initializer="ones",
        beta_initializer="zeros",
    ):
        super().__init__()
        self.groups = groups
        self.epsilon = epsilon
        shape = (channels,)
        self.gamma = self.params.get("gamma", shape=shape, init=gamma_initializer)
        self.beta = self.params.get("beta", shape=shape, init=beta_initializer)

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, self.groups, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=2, keepdims=True))
        var = F.mean(F.square(y), axis=2, keepdims=True)
        y = F.reshape_like(F.broadcast_mul(y, F.rsqrt(var + self.epsilon)), x)
        y = F.broadcast_mul(F.reshape(y, (0, 0, -1)), F.reshape(gamma, (1, -1, 1)))
        return F.reshape_like(F.broadcast_add(y, F.reshape(beta, (1, -1, 1))), x)


class UniformBetween(mx.init.Initializer):
    """Values drawn evenly between two bounds."""

    def __init__(self, low, high):
        super().__init__(low=low, high=high)
        self.low = low
        self.high = high

    def _init_weight(self, name, arr):
        mx.nd.random.uniform(self.low, self.high, arr.shape, out=arr)


class PReLU(nn.PReLU):
    """Composed, since nn.PReLU multiplies in float32."""

    def hybrid_forward(self, F, x, alpha):
        y = F.reshape(x, (0, 0, -1))
        slope = F.reshape(alpha, (1, -1, 1))
        y = F.where(y > 0, y, F.broadcast_mul(slope, y))
        return F.reshape_like(y, x)


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, spread=0.2):
        super().__init__()
        self.conv = nn.Conv2D(
            4,
            3,
            padding=1,
            in_channels=in_channels,
            weight_initializer=mx.init.Normal(spread),
        )
        self.bn = nn.BatchNorm(
            in_channels=4,
            gamma_initializer=mx.init.Constant(0.5),
            beta_initializer=mx.init.Uniform(0.1),
        )
        self.other = nn.Conv2D(
            4,
            1,
            in_channels=4,
            weight_initializer=mx.init.Constant(spread / 2),
            bias_initializer="ones",
        )

    def hybrid_forward(self, F, x):
        x = self.bn(self.conv(x))
        return self.other(x)


class Scaled(nn.HybridBlock):
    """Block Scaled."""

    def __init__(self, in_channels, affine):
        super().__init__()
        self.bn = nn.BatchNorm(
            center=affine,
            scale=affine,
            in_channels=in_channels,
            gamma_initializer=mx.init.Constant(2) if affine else "ones",
            beta_initializer="ones" if affine else "zeros",
        )

    def hybrid_forward(self, F, x):
        return self.bn(x)


class Plain(nn.HybridSequential):
    """Block Plain."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.Conv2D(
                4,
                1,
                in_channels=in_channels,
                weight_initializer=mx.init.MSRAPrelu("in", slope=0),
            ),
            nn.Conv2DTranspose(
                4,
                2,
                strides=2,
                in_channels=4,
                weight_initializer=mx.init.Xavier(
                    rnd_type="gaussian", factor_type="out", magnitude=2
                ),
            ),
        )


class Init(nn.HybridBlock):
    """Initialisers of every kind, on the file, on a block and on nodes."""

    def __init__(self, scale=0.1):
        super().__init__()
        self.conv1 = nn.Conv2D(
            4, 3, in_channels=4, weight_initializer=mx.init.MSRAPrelu("in", slope=0)
        )
        self.conv2 = nn.Conv2D(
            4,
            1,
            in_channels=4,
            weight_initializer=mx.init.Xavier(factor_type="in", magnitude=6),
        )
        self.conv3 = nn.Conv2D(
            4,
            1,
            in_channels=4,
            use_bias=False,
            weight_initializer=mx.init.Xavier(rnd_type="gaussian", magnitude=1),
        )
        self.conv4 = nn.Conv2D(
            4,
            1,
            in_channels=4,
            weight_initializer=mx.init.Xavier(),
            bias_initializer=mx.init.Constant(0.1),
        )
        self.conv5 = nn.Conv2D(
            4,
            1,
            in_channels=4,
            weight_initializer=mx.init.Xavier(
                rnd_type="gaussian", factor_type="in", magnitude=1
            ),
            bias_initializer=mx.init.Normal(scale),
        )
        self.conv6 = nn.Conv2D(
            4, 1, in_channels=4, weight_initializer=mx.init.Xavier(factor_type="in")
        )
        self.conv7 = nn.Conv2D(
            4,
            1,
            in_channels=4,
            weight_initializer="ones",
            bias_initializer=mx.init.Uniform(0.5),
        )
        self.unit = Unit(4)
        self.unit2 = Unit(4, spread=scale)
        self.scaled = Scaled(4, True)
        self.unscaled = Scaled(4, False)
        self.plain = Plain(4)
        self.slope = PReLU(alpha_initializer=mx.init.Constant(0.1))
        self.norm = GroupNorm(2, 4, beta_initializer="ones")
        self.fc = nn.Dense(
            3, in_units=4 * 8 * 8, weight_initializer=UniformBetween(-0.1 * scale, 0.1)
        )

    def hybrid_forward(self, F, x):
        x = self.conv1(x)
        x = self.conv2(x)
        x = self.conv3(x)
        x = self.conv4(x)
        x = self.conv5(x)
        x = self.conv6(x)
        x = self.conv7(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.scaled(x)
        x = self.unscaled(x)
        x = F.flatten(self.norm(self.slope(self.plain(x))))
        return self.fc(x)
