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


class Upsample(nn.HybridBlock):
    """Network Upsample."""

    def __init__(self):
        super().__init__()
        self.sized = ResizeND(size=(9, 5))
        self.bilinear = ResizeND(up=(2, 3), linear=True)
        self.smaller = ResizeND(size=(5, 7), linear=True)

    def hybrid_forward(self, F, x):
        x = self.bilinear(self.sized(F.UpSampling(x, scale=2, sample_type="nearest")))
        return self.smaller(x)
