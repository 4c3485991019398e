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


class Up(nn.Layer):
    """Block Up."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.scale = scale
        self.wide = nn.Conv2D(in_channels, in_channels * scale * scale, 1)
        self.conv = nn.Conv2D(in_channels, in_channels, 3, padding=1)

    def forward(self, x):
        x = F.pixel_shuffle(self.wide(x), self.scale)
        return self.conv(x)


class Rows(nn.Layer):
    """Block Rows."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.in_channels = in_channels
        self.width = width
        self.mix = nn.Conv1D(in_channels, width, 3, padding=1)

    def forward(self, x):
        return self.mix(x.reshape([0, self.in_channels, -1])).reshape(
            [0, self.width // 2, -1, 2]
        )


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels, scale=2):
        super().__init__(
            nn.PixelUnshuffle(scale),
            nn.Conv2D(in_channels * (scale * scale), 8, 1),
            nn.PixelShuffle(2),
            Apply(paddle.reshape, shape=[0, 4, -1]),
            nn.Tanh(),
            Apply(paddle.reshape, shape=[0, scale, -1, scale]),
        )


class Image(nn.Sequential):
    """Block Image."""

    def __init__(self, in_channels, width):
        super().__init__(
            nn.Linear(in_channels, 12 * width),
            nn.Unflatten(1, [2, 3, -1]),
            nn.Conv2D(2, 2, 2),
            nn.Flatten(),
            nn.Unflatten(1, [width, -1]),
        )


class Rearranged(nn.Layer):
    """Values with other axes; squares of pixels as channels, and back."""

    def __init__(self, scale=2, width=4, twice=True):
        super().__init__()
        self.scale = scale
        self.width = width
        self.mix = nn.Conv2D(3 * (scale * scale), 8, 1)
        self.again = nn.PixelUnshuffle(2) if twice else nn.Identity()
        self.block = Up(8 if twice else 2, scale=scale)
        self.rows = Rows(8 if twice else 2, width)
        self.listed = Listed(width // 2, scale=scale)
        self.fc = nn.Linear(6, 24)
        self.last = nn.Conv2D(width // 2, 2, 2)
        self.flat = Image(6, width)
        self.conv = nn.Conv3D(2, 3, 2)
        self.back = nn.Sequential(
            Apply(paddle.transpose, perm=(0, 1, 3, 4, 2)), nn.Tanh()
        )

    def forward(self, x, z, signal, volume):
        x = F.pixel_shuffle(self.mix(F.pixel_unshuffle(x, self.scale)), 2)
        x = self.block(self.again(x))
        x = self.rows(x)
        listed = self.listed(x)
        x = self.fc(z).reshape([0, self.width // 2, 3, -1])
        last = self.last(x)
        flat = self.flat(z)
        values = paddle.transpose(signal, (0, 2, 1)).flatten(1)
        x = self.conv(paddle.transpose(volume, (0, 1, 4, 2, 3)))
        return (listed, last, flat, values, self.back(x))
