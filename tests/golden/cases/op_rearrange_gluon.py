from mxnet import gluon
from mxnet.gluon import nn


class PixelUnshuffle(nn.HybridBlock):
    """Turns squares of scale * scale pixels into channels."""

    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def hybrid_forward(self, F, x):
        # In a shape 0 keeps an axis, -4 splits one in two, -3 merges two.
        x = F.reshape(x, (0, 0, -4, -1, self.scale, -4, -1, self.scale))
        x = F.transpose(x, (0, 1, 3, 5, 2, 4))
        return F.reshape(F.reshape(x, (0, -3, 0, 0, 0)), (0, -3, 0, 0))


class Up(nn.HybridBlock):
    """Block Up."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.wide = nn.Conv2D(in_channels * scale * scale, 1, in_channels=in_channels)
        self.pixel_shuffle = gluon.contrib.nn.PixelShuffle2D(scale)
        self.conv = nn.Conv2D(in_channels, 3, padding=1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        x = self.pixel_shuffle(self.wide(x))
        return self.conv(x)


class Rows(nn.HybridBlock):
    """Block Rows."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.in_channels = in_channels
        self.width = width
        self.mix = nn.Conv1D(width, 3, padding=1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        x = self.mix(F.reshape(x, (0, self.in_channels, -1)))
        return F.reshape(x, (0, self.width // 2, -1, 2))


class Layer(nn.HybridBlock):
    """A part of Listed."""

    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def hybrid_forward(self, F, x):
        return F.reshape(x, (0, self.scale, -1, self.scale))


class Listed(nn.HybridSequential):
    """Block Listed."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.add(
            PixelUnshuffle(scale),
            nn.Conv2D(8, 1, in_channels=in_channels * (scale * scale)),
            gluon.contrib.nn.PixelShuffle2D(2),
            nn.HybridLambda(lambda F, x: F.reshape(x, (0, 4, -1))),
            nn.Activation("tanh"),
            Layer(scale),
        )


class ImageLayer(nn.HybridBlock):
    """A part of Image."""

    def __init__(self, width):
        super().__init__()
        self.width = width

    def hybrid_forward(self, F, x):
        return F.reshape(x, (0, self.width, -1))


class Image(nn.HybridSequential):
    """Block Image."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.add(
            nn.Dense(12 * width, in_units=in_channels),
            nn.HybridLambda(lambda F, x: F.reshape(x, (0, 2, 3, -1))),
            nn.Conv2D(2, 2, in_channels=2),
            nn.Flatten(),
            ImageLayer(width),
        )


class Rearranged(nn.HybridBlock):
    """Values with other axes; squares of pixels as channels, and back."""

    def __init__(self, scale=2, width=4, twice=True):
        super().__init__()
        self.width = width
        self.pixel_unshuffle = PixelUnshuffle(scale)
        self.mix = nn.Conv2D(8, 1, in_channels=3 * (scale * scale))
        self.pixel_shuffle = gluon.contrib.nn.PixelShuffle2D(2)
        self.again = PixelUnshuffle(2) if twice else nn.HybridSequential()
        self.block = Up(8 if twice else 2, scale=scale)
        self.rows = Rows(8 if twice else 2, width)
        self.listed = Listed(width // 2, scale=scale)
        self.fc = nn.Dense(24, in_units=6)
        self.last = nn.Conv2D(2, 2, in_channels=width // 2)
        self.flat = Image(6, width)
        self.conv = nn.Conv3D(3, 2, in_channels=2)
        self.back = nn.HybridSequential()
        self.back.add(
            nn.HybridLambda(lambda F, x: F.transpose(x, axes=(0, 1, 3, 4, 2))),
            nn.Activation("tanh"),
        )

    def hybrid_forward(self, F, x, z, signal, volume):
        x = self.pixel_shuffle(self.mix(self.pixel_unshuffle(x)))
        x = self.block(self.again(x))
        x = self.rows(x)
        listed = self.listed(x)
        x = F.reshape(self.fc(z), (0, self.width // 2, 3, -1))
        last = self.last(x)
        flat = self.flat(z)
        values = F.flatten(F.transpose(signal, axes=(0, 2, 1)))
        x = self.conv(F.transpose(volume, axes=(0, 1, 4, 2, 3)))
        return (listed, last, flat, values, self.back(x))
