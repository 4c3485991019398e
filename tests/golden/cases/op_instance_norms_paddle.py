from paddle import nn


class Apply(nn.Layer):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class RMSNorm(nn.Layer):
    """Division by the root mean square over the last axis, and a learned scale."""

    def __init__(self, channels, epsilon=1e-6, weight_attr=None):
        super().__init__()
        self.epsilon = epsilon
        self.weight = None
        if weight_attr is not False:
            one = nn.initializer.Constant(1.0)
            self.weight = self.create_parameter(
                [channels], attr=weight_attr, default_initializer=one
            )

    def forward(self, x):
        x = x / (x.square().mean(axis=-1, keepdim=True) + self.epsilon).sqrt()
        return x if self.weight is None else x * self.weight


class RMSNormFirst(RMSNorm):
    """RMS normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        return super().forward(x.moveaxis(1, -1)).moveaxis(-1, 1)


def l2_normalize(x, axis, epsilon=1e-12):
    """x divided by its norm along an axis, which counts as at least epsilon."""
    square = x.square().sum(axis=axis, keepdim=True)
    return x / square.clip(min=epsilon**2).sqrt()


class Scaled(nn.Layer):
    """Block Scaled."""

    def __init__(self, in_channels, flag=True, eps=0.7):
        super().__init__()
        self.eps = eps
        self.instance = (
            nn.GroupNorm(in_channels, in_channels, epsilon=float(eps))
            if flag
            else nn.InstanceNorm2D(
                in_channels, epsilon=float(eps), weight_attr=False, bias_attr=False
            )
        )
        self.rms = RMSNormFirst(in_channels, epsilon=eps, weight_attr=flag)

    def forward(self, x):
        return l2_normalize(self.rms(self.instance(x)), axis=1, epsilon=self.eps)


class InstanceNorms(nn.Layer):
    """Norms of single examples, and division by a length, of values of all ranks."""

    def __init__(self):
        super().__init__()
        self.f1 = RMSNorm(6)
        self.f3 = RMSNorm(6, weight_attr=False)
        self.s1 = nn.InstanceNorm1D(4, weight_attr=False, bias_attr=False)
        self.s2 = RMSNormFirst(4, epsilon=0.001)
        self.s3 = RMSNorm(5)
        self.i1 = nn.GroupNorm(4, 4, epsilon=0.7)
        self.i2 = Scaled(4, flag=False)
        self.i3 = Scaled(4, eps=0.3)
        self.i4 = nn.Sequential(
            nn.InstanceNorm2D(4, epsilon=0.001, weight_attr=False, bias_attr=False),
            nn.GroupNorm(4, 4, weight_attr=nn.initializer.Constant(0.5)),
            RMSNormFirst(4, weight_attr=nn.initializer.Constant(0.5)),
            Apply(l2_normalize, axis=1),
        )
        self.v1 = nn.InstanceNorm3D(2, weight_attr=False, bias_attr=False)
        self.v2 = RMSNormFirst(2)

    def forward(self, flat, signal, image, volume):
        x = self.f3(l2_normalize(self.f1(flat), axis=1, epsilon=0.7))
        y = self.s3(self.s2(self.s1(signal)))
        y = l2_normalize(y, axis=-1)
        z = self.i2(self.i1(image))
        z = self.i3(z)
        z = self.i4(z)
        return (x, y, z, l2_normalize(self.v2(self.v1(volume)), axis=1, epsilon=0.7))
