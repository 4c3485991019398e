from mxnet.gluon import nn


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


class Group(nn.HybridBlock):
    """Part `group` of Resizing."""

    def __init__(self):
        super().__init__()
        setattr(self, "0", ResizeND(linear=True, align_corners=True))
        self.tanh = nn.Activation("tanh")

    def hybrid_forward(self, F, x, skip):
        return self.tanh(getattr(self, "0")(x, skip))


class Resizing(nn.HybridBlock):
    """Network Resizing."""

    def __init__(self, corners=True):
        super().__init__()
        self.grown = ResizeND(up=(3, 3), down=(2, 2))
        self.factor = ResizeND(up=(3, 3), down=(2, 5), linear=True)
        self.aligned = ResizeND(size=(5, 3), linear=True, align_corners=True)
        self.corners = ResizeND(up=(2, 2), linear=True, align_corners=corners)
        self.shrunk = ResizeND()
        self.like = ResizeND(linear=True)
        self.ruler = nn.Conv2D(1, 2, in_channels=2)
        self.measured = ResizeND()
        self.group = Group()
        self.signal_scaled = ResizeND(up=(2,), sides=1)
        self.signal_sized = ResizeND(size=(7,), sides=1)
        self.signal_linear = ResizeND(up=(5,), down=(2,), sides=1, linear=True)
        self.signal_like = ResizeND(sides=1, linear=True, align_corners=True)
        self.volume_scaled = ResizeND(up=(2, 1, 3), sides=3)
        self.volume_sized = ResizeND(size=(3, 2, 4), sides=3)
        self.volume_linear = ResizeND(up=(2, 2, 2), sides=3, linear=True)
        self.volume_aligned = ResizeND(
            size=(3, 4, 5), sides=3, linear=True, align_corners=True
        )

    def hybrid_forward(self, F, x, signal, volume):
        grown = self.grown(x)
        factor = self.factor(x)
        aligned = self.aligned(x)
        corners = self.corners(x)
        like = self.like(self.shrunk(corners, x), grown)
        measured = self.measured(grown, self.ruler(x))
        group = self.group(corners, x)
        signal_scaled = self.signal_scaled(signal)
        signal_sized = self.signal_sized(signal)
        signal_linear = self.signal_linear(signal)
        signal_like = self.signal_like(signal_scaled, signal)
        volume_scaled = self.volume_scaled(volume)
        volume_sized = self.volume_sized(volume)
        volume_linear = self.volume_linear(volume)
        x = self.volume_aligned(volume)
        return (
            grown,
            factor,
            aligned,
            corners,
            like,
            measured,
            group,
            signal_scaled,
            signal_sized,
            signal_linear,
            signal_like,
            volume_scaled,
            volume_sized,
            volume_linear,
            x,
        )
