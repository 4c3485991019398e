import paddle
from paddle import nn
from paddle.nn import functional as F


class Apply(nn.Layer):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


def amax(x, axis, keepdim=False):
    """The maximum of a volume over axes; Tensor.amax has a wrong gradient there."""
    kept = [i for i in range(x.ndim) if i not in axis]
    y = x.transpose(kept + axis).flatten(len(kept)).amax(-1)
    return y.unsqueeze(axis) if keepdim else y


def amin(x, axis, keepdim=False):
    """The minimum of a volume over axes."""
    return -amax(-x, axis, keepdim)


class Attention(nn.Layer):
    """A weight for each pixel, from the mean, the maximum and the minimum of its
    channels.
    """

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(3, 1, 3, padding=1, bias_attr=False)

    def forward(self, x):
        mean = x.mean(1, keepdim=True)
        peak = x.amax(1, keepdim=True)
        x = self.conv(paddle.concat((mean, peak, x.amin(1, keepdim=True)), axis=1))
        return F.sigmoid(x)


class Head(nn.Sequential):
    """Reductions in a list."""

    def __init__(self, in_channels, width):
        super().__init__(
            nn.Conv2D(in_channels, width, 1),
            Apply(paddle.sum, axis=3, keepdim=True),
            Apply(paddle.mean, axis=[1, 2], keepdim=True),
            nn.Flatten(),
        )


class Extremes(nn.Sequential):
    """Block Extremes."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2D(in_channels, 4, 1),
            Apply(paddle.amax, axis=2),
            Apply(paddle.amin, axis=2),
        )


class Reductions(nn.Layer):
    """Means, sums and extremes over axes of flat inputs, signals, images and
    volumes.
    """

    def __init__(self, width=3):
        super().__init__()
        self.weight = Attention()
        self.head = Head(4, width)
        self.low = Extremes(4)
        self.equal = nn.MaxPool2D(3, stride=1, padding=1)

    def forward(self, image, signal, volume, vector):
        weight = self.weight(image)
        head = self.head(image)
        low = self.low(image)
        equal = self.equal(image)
        top = equal.amax([2, 3])
        bottom = equal.amin([2, 3])
        means = equal.sum(1).mean(1)
        last = signal.amin(2)
        best = signal.amax(1)
        corner = amax(volume, [2, 3, 4])
        plane = amin(volume, [1, 4]).mean(2)
        slabs = amax(volume, [2, 3], keepdim=True).flatten(1)
        map_flat = image.mean(1, keepdim=True).flatten(1)
        mean_flat = image.mean(1).flatten(1)
        x = vector.sum(1, keepdim=True)
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
