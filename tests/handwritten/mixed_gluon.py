from mxnet.gluon import nn


class Affine(nn.HybridBlock):
    """Scales and shifts each channel."""

    def __init__(self, channels):
        super().__init__()
        self.gamma = self.params.get("gamma", shape=(channels,), init="ones")
        self.beta = self.params.get("beta", shape=(channels,), init="zeros")

    def hybrid_forward(self, F, x, gamma, beta):
        x = F.broadcast_mul(x, F.reshape(gamma, (1, -1, 1, 1)))
        return F.broadcast_add(x, F.reshape(beta, (1, -1, 1, 1)))


class GroupNorm(Affine):
    """Group normalisation with a weight and a bias for each channel."""

    def __init__(self, groups, channels, eps=1e-5):
        super().__init__(channels)
        self.groups = groups
        self.eps = eps

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, self.groups, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=2, keepdims=True))
        var = F.mean(F.square(y), axis=2, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self.eps))
        return super().hybrid_forward(F, F.reshape_like(y, x), gamma, beta)


class PReLU(nn.PReLU):
    """Composed, since nn.PReLU multiplies in float32 whatever its input is."""

    def __init__(self, shape, in_channels=1):
        super().__init__(in_channels=in_channels)
        self.shape = shape

    def hybrid_forward(self, F, x, alpha):
        slope = F.reshape(alpha, self.shape)
        return F.maximum(x, 0) + F.broadcast_mul(F.minimum(x, 0), slope)


class Mixed(nn.HybridBlock):
    """One of each layer that residual networks leave out; two outputs."""

    def __init__(self, units=6):
        super().__init__()
        self.up = nn.Conv2DTranspose(
            6, 3, strides=2, padding=1, output_padding=1, groups=2, in_channels=4
        )
        self.gn = GroupNorm(3, 6)
        self.slopes = PReLU((1, -1, 1, 1), in_channels=6)
        self.affine = Affine(6)
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc1 = nn.Dense(units, in_units=6)
        self.bn = nn.BatchNorm(in_channels=units)
        self.slope = PReLU((1, -1))
        self.plain = nn.BatchNorm(in_channels=units, scale=False, center=False)
        self.fc2 = nn.Dense(units, in_units=units, use_bias=False)

    def hybrid_forward(self, F, x):
        x = self.affine(self.slopes(self.gn(self.up(x))))
        y = F.flatten(self.avgpool(x))
        y = self.plain(self.slope(self.bn(self.fc1(y))))
        return self.fc2(y), x
