import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class RMSNormalization(chainer.Link):
    """Division by the root mean square over the last axis, and a learned scale."""

    def __init__(self, channels, eps=1e-6, use_gamma=True, initial_gamma=1):
        super().__init__()
        self.eps = eps
        with self.init_scope():
            self.gamma = None
            if use_gamma:
                self.gamma = chainer.Parameter(initial_gamma, (channels,))

    def forward(self, x):
        x = x / F.sqrt(F.mean(F.square(x), -1, keepdims=True) + self.eps)
        return x if self.gamma is None else x * self.gamma


class RMSNormalizationFirst(RMSNormalization):
    """RMS normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        return F.moveaxis(super().forward(F.moveaxis(x, 1, -1)), -1, 1)


def instance_normalization(x, eps=1e-5):
    """Normalisation of each channel of each example over its pixels."""
    axes = tuple(range(2, x.ndim))
    x = x - F.mean(x, axes, keepdims=True)
    return x / F.sqrt(F.mean(F.square(x), axes, keepdims=True) + eps)


def l2_normalize(x, axis, eps=1e-12):
    """x divided by its norm along an axis, which counts as at least eps."""
    square = F.sum(F.square(x), axis, keepdims=True)
    return x / F.sqrt(F.clip(square, eps**2, float("inf")))


class Scaled(chainer.Chain):
    """Block Scaled."""

    def __init__(self, in_channels, flag=True, eps=0.7):
        super().__init__()
        self.eps = eps
        with self.init_scope():
            self.instance = (
                L.GroupNormalization(in_channels, in_channels, eps=eps)
                if flag
                else Apply(instance_normalization, eps=eps)
            )
            self.rms = RMSNormalizationFirst(in_channels, eps=eps, use_gamma=flag)

    def forward(self, x):
        return l2_normalize(self.rms(self.instance(x)), axis=1, eps=self.eps)


class InstanceNorms(chainer.Chain):
    """Norms of single examples, and division by a length, of values of all ranks."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.f1 = RMSNormalization(6)
            self.f3 = RMSNormalization(6, use_gamma=False)
            self.s2 = RMSNormalizationFirst(4, eps=0.001)
            self.s3 = RMSNormalization(5)
            self.i1 = L.GroupNormalization(4, 4, eps=0.7)
            self.i2 = Scaled(4, flag=False)
            self.i3 = Scaled(4, eps=0.3)
            self.i4 = Stack(
                Apply(instance_normalization, eps=0.001),
                L.GroupNormalization(4, 4, initial_gamma=0.5),
                RMSNormalizationFirst(4, initial_gamma=0.5),
                Apply(l2_normalize, axis=1),
            )
            self.v2 = RMSNormalizationFirst(2)

    def forward(self, flat, signal, image, volume):
        x = self.f3(l2_normalize(self.f1(flat), axis=1, eps=0.7))
        y = self.s3(self.s2(instance_normalization(signal)))
        y = l2_normalize(y, axis=-1)
        z = self.i2(self.i1(image))
        z = self.i3(z)
        z = self.i4(z)
        u = l2_normalize(self.v2(instance_normalization(volume)), axis=1, eps=0.7)
        return (x, y, z, u)
