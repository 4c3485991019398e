from mxnet.gluon import nn


class AdaptiveMaxPool(nn.HybridBlock):
    """Max pooling to ``size``, a number for each side; no operator of MXNet does it."""

    def __init__(self, size):
        super().__init__()
        self.size = size

    def hybrid_forward(self, F, x):
        # From the last side to the first, so that the first of equal values wins.
        for axis in reversed(range(2, len(self.size) + 2)):
            x = self.pool(F, x, axis, self.size[axis - 2])
        return x

    def pool(self, F, x, axis, n):
        place = F.contrib.arange_like(x, axis=axis)
        count = F.max(place) + 1
        shape = [-1 if i == axis else 1 for i in range(len(self.size) + 2)]
        lowest = F.zeros_like(x) - float("inf")
        tops = []
        for i in range(n):
            begun = F.broadcast_greater_equal(place, F.floor(i * count / n))
            more = F.broadcast_lesser(place, F.ceil((i + 1) * count / n))
            window = F.broadcast_like(F.reshape(begun * more, shape), x)
            part = F.where(window, x, lowest)
            top = F.argmax(part, axis=axis)
            tops.append(F.pick(part, top, axis=axis, keepdims=True))
        return F.concat(*tops, dim=axis)


class Gate(nn.HybridSequential):
    """Block Gate."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.GlobalMaxPool2D(),
            nn.Conv2D(in_channels, 1, in_channels=in_channels),
            nn.Activation("sigmoid"),
        )


class Head(nn.HybridSequential):
    """Block Head."""

    def __init__(self, side):
        super().__init__()
        self.add(
            AdaptiveMaxPool((side, side)),
            AdaptiveMaxPool((2, 1)),
            nn.GlobalMaxPool2D(),
            nn.Flatten(),
        )


class MaxPools(nn.HybridBlock):
    """Maxima over all sides, or in windows to a given size, of images, signals and
    volumes.
    """

    def __init__(self, side=3, width=4):
        super().__init__()
        self.stem = nn.Conv2D(width, 3, padding=1, in_channels=3)
        self.equal = nn.MaxPool2D(3, strides=1, padding=1)
        self.tanh = nn.Activation("tanh")
        self.weights = Gate(width)
        self.windows = AdaptiveMaxPool((side, 5))
        self.head = Head(side)
        self.vector = nn.GlobalMaxPool2D()
        self.fc = nn.Dense(2, in_units=width)
        self.parts = AdaptiveMaxPool((4,))
        self.top = nn.GlobalMaxPool1D()
        self.blocks = AdaptiveMaxPool((2, 3, 1))
        self.peak = nn.GlobalMaxPool3D()

    def hybrid_forward(self, F, image, signal, volume):
        equal = self.equal(self.stem(image))
        gate = self.tanh(equal) + equal
        gated = F.broadcast_mul(gate, self.weights(gate))
        windows = self.windows(gated)
        head = self.head(gated)
        x = F.flatten(self.vector(equal))
        fc = self.fc(x)
        parts = self.parts(signal)
        top = self.top(parts)
        blocks = self.blocks(volume)
        return (windows, head, fc, parts, top, blocks, self.peak(volume))
