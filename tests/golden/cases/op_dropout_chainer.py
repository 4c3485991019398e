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


class ChannelDropout(chainer.Link):
    """In training, zeros whole channels and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not chainer.config.train:
            return x
        keep = 1 - self.drop_prob
        xp = chainer.backend.get_array_module(x)
        kept = xp.random.rand(*x.shape[:2], *[1] * (x.ndim - 2)) < keep
        return x * (kept / keep).astype(x.dtype)


class Damped(Stack):
    """Block Damped."""

    def __init__(self, in_channels, rate=0.4):
        super().__init__(
            L.Convolution2D(in_channels, 8, 1), Apply(F.dropout, ratio=rate)
        )


class DampedWhole(Stack):
    """Block DampedWhole."""

    def __init__(self, in_channels, rate=0.4):
        super().__init__(L.Convolution2D(in_channels, 8, 1), ChannelDropout(rate))


class Dropout(chainer.Chain):
    """Network Dropout."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 4, 1)
            self.values = Damped(4)
            self.maps = DampedWhole(8, rate=0.3)
            self.fc = L.Linear(8 * 4 * 4, 3)
            self.rows = ChannelDropout(0.5)
            self.cubes = ChannelDropout(0.2)

    def forward(self, image, signal, volume):
        x = F.dropout(self.conv(image), ratio=0.9)
        x = self.values(x)
        x = self.maps(x)
        x = self.fc(F.dropout(F.reshape(x, (len(x), -1)), ratio=0.2))
        x = F.dropout(x)
        y = F.tanh(self.rows(signal))
        return (x, y, F.relu(self.cubes(volume)))
