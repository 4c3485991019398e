from mxnet.gluon import nn


class AMax(nn.HybridBlock):
    """The maximum; equal values share its gradient, which F.max gives to each."""

    def __init__(self, axis, keepdims=False):
        super().__init__()
        self.axis = axis
        self.keepdims = keepdims

    def hybrid_forward(self, F, x):
        ties = F.broadcast_equal(x, F.max(x, axis=self.axis, keepdims=True))
        kept = F.where(ties, x, F.zeros_like(x))
        total = F.sum(kept, axis=self.axis, keepdims=self.keepdims)
        return total / F.sum(ties, axis=self.axis, keepdims=self.keepdims)


class AMin(AMax):
    """The minimum; equal values share its gradient."""

    def hybrid_forward(self, F, x):
        return -super().hybrid_forward(F, -x)


class Attention(nn.HybridBlock):
    """A weight for each pixel, from the mean, the maximum and the minimum of its
    channels.
    """

    def __init__(self):
        super().__init__()
        self.max = AMax(1, keepdims=True)
        self.min = AMin(1, keepdims=True)
        self.conv = nn.Conv2D(1, 3, padding=1, in_channels=3, use_bias=False)
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        mean = F.mean(x, axis=1, keepdims=True)
        peak = self.max(x)
        x = self.conv(F.concat(mean, peak, self.min(x), dim=1))
        return self.sigmoid(x)


class Head(nn.HybridSequential):
    """Reductions in a list."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.add(
            nn.Conv2D(width, 1, in_channels=in_channels),
            nn.HybridLambda(lambda F, x: F.sum(x, axis=3, keepdims=True)),
            nn.HybridLambda(lambda F, x: F.mean(x, axis=(1, 2), keepdims=True)),
            nn.Flatten(),
        )


class Extremes(nn.HybridSequential):
    """Block Extremes."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(nn.Conv2D(4, 1, in_channels=in_channels), AMax(2), AMin(2))


class Reductions(nn.HybridBlock):
    """Means, sums and extremes over axes of flat inputs, signals, images and
    volumes.
    """

    def __init__(self, width=3):
        super().__init__()
        self.weight = Attention()
        self.head = Head(4, width)
        self.low = Extremes(4)
        self.equal = nn.MaxPool2D(3, strides=1, padding=1)
        self.max = AMax((2, 3))
        self.min = AMin((2, 3))
        self.last = AMin(2)
        self.best = AMax(1)
        self.corner = AMax((2, 3, 4))
        self.planes = AMin((1, 4))
        self.slab = AMax((2, 3), keepdims=True)

    def hybrid_forward(self, F, image, signal, volume, vector):
        weight = self.weight(image)
        head = self.head(image)
        low = self.low(image)
        equal = self.equal(image)
        top = self.max(equal)
        bottom = self.min(equal)
        means = F.mean(F.sum(equal, axis=1), axis=1)
        last = self.last(signal)
        best = self.best(signal)
        corner = self.corner(volume)
        plane = F.mean(self.planes(volume), axis=2)
        slabs = F.flatten(self.slab(volume))
        map_flat = F.flatten(F.mean(image, axis=1, keepdims=True))
        mean_flat = F.flatten(F.mean(image, axis=1))
        x = F.sum(vector, axis=1, keepdims=True)
        return (
            weight,
            head,
            low,
            top,
            bottom,
            means,
            last,
            best,
            corner,
            plane,
            slabs,
            map_flat,
            mean_flat,
            x,
        )
