import math

from mxnet.gluon import nn


class PadMaxPool2D(nn.MaxPool2D):
    """Max pooling after pads of (top, bottom, left, right) that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        lowest = float("-inf")
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, x)


class ResizeND(nn.HybridBlock):
    """Resizes by factors up / down, to a size, or to the sides of a second input."""

    def __init__(
        self,
        up=None,
        down=None,
        size=None,
        sides=2,
        linear=False,
        align_corners=False,
    ):
        super().__init__()
        self.up = up
        self.down = down or (1,) * sides
        self.size = size
        self.sides = sides
        self.linear = linear
        self.align_corners = align_corners

    def hybrid_forward(self, F, x, like=None):
        for side in range(self.sides):
            axis = side + 2
            place = self.places(F, x, like, side)
            low = F.floor(place)
            y = F.take(x, low, axis=axis)
            if self.linear:
                share = F.reshape(place - low, (-1,) + (1,) * (self.sides - 1 - side))
                y = F.broadcast_mul(y, 1 - share)
                y = y + F.broadcast_mul(F.take(x, low + 1, axis=axis), share)
            x = y
        return x

    def places(self, F, x, like, side):
        """The place of each new pixel of a side among the old ones."""
        old = F.contrib.arange_like(x, axis=side + 2)
        if self.size:
            first = F.slice_axis(old, axis=0, begin=0, end=1)
            new = F.broadcast_axis(first, axis=0, size=self.size[side])
            new = F.contrib.arange_like(new, axis=0)
        elif self.up:
            new = F.repeat(old, repeats=self.up[side], axis=0)
            down = self.down[side]
            new = F.slice(new, begin=(down - 1,), end=(None,), step=(down,))
            new = F.contrib.arange_like(new, axis=0)
        else:
            new = F.contrib.arange_like(like, axis=side + 2)
        old_size, new_size = F.max(old) + 1, F.max(new) + 1
        if self.align_corners:
            step = F.broadcast_div(old_size - 1, F.maximum(new_size - 1, 1))
            return F.broadcast_mul(new, step)
        if self.up and not self.linear:
            return new / (self.up[side] / self.down[side])
        if not self.linear:
            return F.broadcast_div(F.broadcast_mul(new, old_size), new_size)
        if self.up:
            return F.maximum((new + 0.5) / (self.up[side] / self.down[side]) - 0.5, 0)
        step = F.broadcast_div(old_size, new_size)
        return F.maximum(F.broadcast_mul(new + 0.5, step) - 0.5, 0)


class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)


class GELU(nn.HybridBlock):
    """Composed: nn.GELU, and the gradient of F.erf, have constants of float32."""

    def hybrid_forward(self, F, x):
        point = F.BlockGrad(x)
        phi = 0.5 * (1 + F.erf(point / math.sqrt(2)))
        density = F.exp(-0.5 * F.square(point)) / math.sqrt(2 * math.pi)
        return x * (phi + density * (x - point))


class TanhGELU(nn.HybridBlock):
    """GELU by a tanh that is close to the normal distribution function."""

    def hybrid_forward(self, F, x):
        y = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + F.tanh(y))


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        return self.relu(self.conv(x))


class UnitLeakyRelu(nn.HybridBlock):
    """Block UnitLeakyRelu."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.leaky_relu = LeakyReLU(0.01)

    def hybrid_forward(self, F, x):
        return self.leaky_relu(self.conv(x))


class UnitTanh(nn.HybridBlock):
    """Block UnitTanh."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.tanh = nn.Activation("tanh")

    def hybrid_forward(self, F, x):
        return self.tanh(self.conv(x))


class UnitSigmoid(nn.HybridBlock):
    """Block UnitSigmoid."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        return self.sigmoid(self.conv(x))


class Outer(nn.HybridBlock):
    """Block Outer."""

    def __init__(self, in_channels):
        super().__init__()
        self.unit = UnitSigmoid(in_channels)
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        return self.sigmoid(self.unit(x))


class UnitSilu(nn.HybridBlock):
    """Block UnitSilu."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.silu = nn.Swish()

    def hybrid_forward(self, F, x):
        return self.silu(self.conv(x))


class OuterSilu(nn.HybridBlock):
    """Block OuterSilu."""

    def __init__(self, in_channels):
        super().__init__()
        self.unit = UnitSilu(in_channels)
        self.silu = nn.Swish()

    def hybrid_forward(self, F, x):
        return self.silu(self.unit(x))


class Pool(nn.HybridSequential):
    """Block Pool."""

    def __init__(self, in_channels, kernel=2):
        super().__init__()
        self.add(
            nn.MaxPool2D(kernel, strides=2), nn.Conv2D(4, 1, in_channels=in_channels)
        )


class PoolCeil(nn.HybridSequential):
    """Block PoolCeil."""

    def __init__(self, in_channels, kernel=2):
        super().__init__()
        self.add(
            PadMaxPool2D(
                kernel, strides=2, pads=(0, min(1, kernel - 1), 0, min(1, kernel - 1))
            ),
            nn.Conv2D(4, 1, in_channels=in_channels),
        )


class Resize(nn.HybridBlock):
    """Block Resize."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.scale = scale
        self.conv = nn.Conv2D(4, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        return self.conv(F.UpSampling(x, scale=self.scale, sample_type="nearest"))


class ResizeBilinear(nn.HybridBlock):
    """Block ResizeBilinear."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.up = ResizeND(up=(scale, scale), linear=True)
        self.conv = nn.Conv2D(4, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        return self.conv(self.up(x))


class Gelu(nn.HybridSequential):
    """Block Gelu."""

    def __init__(self):
        super().__init__()
        self.add(GELU())


class GeluTanh(nn.HybridSequential):
    """Block GeluTanh."""

    def __init__(self):
        super().__init__()
        self.add(TanhGELU())


class Enums(nn.HybridBlock):
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

    def hybrid_forward(self, F, x):
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
