import paddle
from paddle import nn
from paddle.nn import functional as F


def resize_nearest(x, size=None, scale=None):
    """Resize by copying pixels, at places that F.interpolate rounds."""
    for axis, n in enumerate(x.shape[2:], 2):
        if size:
            places = [i * n // size[axis - 2] for i in range(size[axis - 2])]
        else:
            factor = scale[axis - 2]
            places = [int(i // factor) for i in range(int(n * factor))]
        x = x.index_select(paddle.to_tensor(places), axis)
    return x


def resize_linear(x, size=None, scale=None, align_corners=False):
    """Resize by mixing pixels along each side; F.interpolate rounds to float32."""
    for axis, n in enumerate(x.shape[2:], 2):
        factor = scale[axis - 2] if scale else size[axis - 2] / n
        count = size[axis - 2] if size else int(n * factor)
        place = paddle.arange(count, dtype=x.dtype)
        if align_corners:
            place = place * ((n - 1) / max(count - 1, 1))
        else:
            place = ((place + 0.5) / factor - 0.5).clip(min=0)
        low = place.astype("int64")
        high = (low + 1).clip(max=n - 1)
        share = (place - low.astype(x.dtype)).reshape(
            (-1,) + (1,) * (x.ndim - axis - 1)
        )
        x = x.index_select(low, axis) * (1 - share) + x.index_select(high, axis) * share
    return x


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, channels, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class UnitLeakyRelu(nn.Layer):
    """Block UnitLeakyRelu."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, channels, 1)

    def forward(self, x):
        return F.leaky_relu(self.conv(x))


class UnitTanh(nn.Layer):
    """Block UnitTanh."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, channels, 1)

    def forward(self, x):
        return F.tanh(self.conv(x))


class UnitSigmoid(nn.Layer):
    """Block UnitSigmoid."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, channels, 1)

    def forward(self, x):
        return F.sigmoid(self.conv(x))


class Outer(nn.Layer):
    """Block Outer."""

    def __init__(self, in_channels):
        super().__init__()
        self.unit = UnitSigmoid(in_channels)

    def forward(self, x):
        return F.sigmoid(self.unit(x))


class UnitSilu(nn.Layer):
    """Block UnitSilu."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, channels, 1)

    def forward(self, x):
        return F.silu(self.conv(x))


class OuterSilu(nn.Layer):
    """Block OuterSilu."""

    def __init__(self, in_channels):
        super().__init__()
        self.unit = UnitSilu(in_channels)

    def forward(self, x):
        return F.silu(self.unit(x))


class Pool(nn.Sequential):
    """Block Pool."""

    def __init__(self, in_channels, kernel=2):
        super().__init__(nn.MaxPool2D(kernel, stride=2), nn.Conv2D(in_channels, 4, 1))


class PoolCeil(nn.Sequential):
    """Block PoolCeil."""

    def __init__(self, in_channels, kernel=2):
        super().__init__(
            nn.MaxPool2D(
                kernel, stride=2, padding=(0, min(1, kernel - 1), 0, min(1, kernel - 1))
            ),
            nn.Conv2D(in_channels, 4, 1),
        )


class Resize(nn.Layer):
    """Block Resize."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.scale = scale
        self.conv = nn.Conv2D(in_channels, 4, 1)

    def forward(self, x):
        return self.conv(resize_nearest(x, scale=(self.scale, self.scale)))


class ResizeBilinear(nn.Layer):
    """Block ResizeBilinear."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.scale = scale
        self.conv = nn.Conv2D(in_channels, 4, 1)

    def forward(self, x):
        return self.conv(resize_linear(x, scale=(self.scale, self.scale)))


class Gelu(nn.Sequential):
    """Block Gelu."""

    def __init__(self):
        super().__init__(nn.GELU())


class GeluTanh(nn.Sequential):
    """Block GeluTanh."""

    def __init__(self):
        super().__init__(nn.GELU(approximate=True))


class Enums(nn.Layer):
    """Words of operators that are params of a block."""

    def __init__(self):
        super().__init__()
        self.unit = Unit(4)
        self.unit2 = UnitLeakyRelu(4)
        self.unit3 = UnitTanh(4, channels=5)
        self.outer = Outer(5)
        self.outer2 = OuterSilu(4)
        self.pool = Pool(4)
        self.pool2 = PoolCeil(4)
        self.resize = Resize(4)
        self.resize2 = ResizeBilinear(4)
        self.gelu = Gelu()
        self.gelu2 = GeluTanh()

    def forward(self, x):
        x = self.unit(x)
        x = self.unit2(x)
        x = self.unit3(x)
        x = self.outer(x)
        x = self.outer2(x)
        x = self.pool(x)
        x = self.pool2(x)
        x = self.resize(x)
        x = self.resize2(x)
        x = self.gelu(x)
        return self.gelu2(x)
