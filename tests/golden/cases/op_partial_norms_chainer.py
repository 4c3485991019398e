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


class PartialLayerNormalization(chainer.Link):
    """Layer normalisation along an axis that does not both scale and shift."""

    def __init__(
        self,
        channels,
        axis,
        eps=1e-6,
        use_gamma=True,
        use_beta=True,
        initial_gamma=1,
        initial_beta=0,
    ):
        super().__init__()
        self.axis, self.eps = axis, eps
        self.gamma = self.beta = None
        with self.init_scope():
            if use_gamma:
                self.gamma = chainer.Parameter(initial_gamma, (channels,))
            if use_beta:
                self.beta = chainer.Parameter(initial_beta, (channels,))

    def forward(self, x):
        x = F.moveaxis(x, self.axis, -1)
        x = x - F.mean(x, -1, keepdims=True)
        x = x / F.sqrt(F.mean(F.square(x), -1, keepdims=True) + self.eps)
        if self.gamma is not None:
            x = x * self.gamma
        if self.beta is not None:
            x = x + self.beta
        return F.moveaxis(x, -1, self.axis)


class Flags(chainer.Chain):
    """Block Flags."""

    def __init__(self, in_channels, in_features, scale=True, center=False):
        super().__init__()
        with self.init_scope():
            self.bn = L.BatchNormalization(
                in_channels, eps=1e-5, use_gamma=scale, initial_gamma=2
            )
            self.ln = PartialLayerNormalization(
                in_channels,
                axis=1,
                eps=1e-5,
                use_gamma=scale,
                use_beta=center,
                initial_beta=1,
            )
            self.both = L.BatchNormalization(
                in_channels, eps=1e-5, use_gamma=center and scale, use_beta=center
            )
            self.last = PartialLayerNormalization(
                in_features, axis=-1, eps=1e-5, use_gamma=scale, use_beta=scale
            )

    def forward(self, x):
        x = self.both(self.ln(self.bn(x)))
        return self.last(x)


class PartialNorms(chainer.Chain):
    """Batch and layer norms that only scale, only shift, or neither."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.f1 = L.BatchNormalization(6, eps=1e-5, use_gamma=False)
            self.f2 = PartialLayerNormalization(6, axis=-1, eps=1e-5, use_beta=False)
            self.s1 = L.BatchNormalization(3, eps=1e-5, use_beta=False)
            self.s2 = PartialLayerNormalization(3, axis=1, eps=0.001, use_gamma=False)
            self.i1 = L.BatchNormalization(4, eps=1e-5, use_gamma=False, use_beta=False)
            self.i2 = Flags(4, 4, scale=False)
            self.i3 = Flags(4, 4, center=True)
            self.i4 = Stack(
                L.BatchNormalization(4, eps=1e-5, use_gamma=False, initial_beta=0.5),
                Apply(F.relu),
                L.BatchNormalization(4, eps=1e-5, use_beta=False),
                PartialLayerNormalization(
                    4, axis=1, eps=1e-5, use_beta=False, initial_gamma=0.5
                ),
                PartialLayerNormalization(
                    4, axis=-1, eps=1e-5, use_gamma=False, use_beta=False
                ),
                PartialLayerNormalization(
                    4, axis=-1, eps=1e-5, use_gamma=False, initial_beta=0.5
                ),
            )

    def forward(self, flat, signal, image):
        x = self.f2(self.f1(flat))
        y = self.s2(self.s1(signal))
        z = self.i2(self.i1(image))
        z = self.i3(z)
        return (x, y, self.i4(z))
