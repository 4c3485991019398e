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


class FrozenBatchNormalization(chainer.Link):
    """Batch normalisation whose statistics, scale and shift are constants."""

    def __init__(self, channels, eps=1e-5):
        super().__init__()
        self.eps = eps
        for name, start in (("gamma", 1), ("beta", 0), ("avg_mean", 0), ("avg_var", 1)):
            array = self.xp.full(channels, start, chainer.get_dtype())
            self.add_persistent(name, array)

    def forward(self, x):
        return F.fixed_batch_normalization(
            x, self.gamma, self.beta, self.avg_mean, self.avg_var, eps=self.eps
        )


class FrozenNorms(chainer.Chain):
    """Batch norms whose tensors are constants."""

    def __init__(self, eps=0.7):
        super().__init__()
        with self.init_scope():
            self.f = FrozenBatchNormalization(6)
            self.s = FrozenBatchNormalization(3, eps=eps)
            self.conv = L.Convolution2D(4, 3, 3, pad=1, nobias=True)
            self.i = Stack(
                FrozenBatchNormalization(3),
                Apply(F.relu),
                L.Convolution2D(3, 2, 1),
                FrozenBatchNormalization(2, eps=0.3),
            )

    def forward(self, flat, signal, image):
        x = self.f(flat)
        y = self.s(signal)
        z = self.conv(image)
        return (x, y, self.i(z))
