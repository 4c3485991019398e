import mxnet as mx
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


class Merge(nn.HybridBlock):
    """A coarse value, resized and added to a fine one."""

    def __init__(self):
        super().__init__()
        self.same = ResizeND(linear=True)
        self.out = ResizeND(up=(3, 3), down=(2, 2))

    def hybrid_forward(self, F, fine, coarse):
        return self.out(fine + self.same(coarse, fine))


class Merge05Bilinear(nn.HybridBlock):
    """A coarse value, resized and added to a fine one."""

    def __init__(self):
        super().__init__()
        self.same = ResizeND(linear=True)
        self.out = ResizeND(up=(1, 1), down=(2, 2), linear=True)

    def hybrid_forward(self, F, fine, coarse):
        return self.out(fine + self.same(coarse, fine))


class Pooled(nn.HybridBlock):
    """The mean of the image, at every pixel."""

    def __init__(self, in_channels):
        super().__init__()
        setattr(self, "0", nn.GlobalAvgPool2D())
        setattr(
            self,
            "1",
            nn.Conv2D(
                in_channels,
                1,
                in_channels=in_channels,
                weight_initializer=mx.init.MSRAPrelu("in", slope=0),
            ),
        )
        self.relu = nn.Activation("relu")
        setattr(self, "3", ResizeND(linear=True))

    def hybrid_forward(self, F, x):
        y = self.relu(getattr(self, "1")(getattr(self, "0")(x)))
        return getattr(self, "3")(y, x)


class Twice(nn.HybridBlock):
    """Block Twice."""

    def __init__(self, times):
        super().__init__()
        self.times = times
        self.use_same = times > 1
        if times > 1:
            self.same = ResizeND(linear=True)

    def hybrid_forward(self, F, x):
        y = F.UpSampling(x, scale=self.times, sample_type="nearest")
        if self.use_same:
            y = self.same(y, x)
        return y


class Layers(nn.HybridBlock):
    """Part `layers` of ResizeList."""

    def __init__(self):
        super().__init__()
        setattr(
            self,
            "0",
            nn.Conv2D(
                2, 1, in_channels=2, weight_initializer=mx.init.MSRAPrelu("in", slope=0)
            ),
        )
        setattr(self, "1", ResizeND(up=(5, 5), down=(2, 2), linear=True))
        setattr(self, "2", ResizeND(size=(4, 5), linear=True, align_corners=True))
        setattr(self, "3", ResizeND(linear=True, align_corners=True))

    def hybrid_forward(self, F, x):
        y = getattr(self, "2")(getattr(self, "1")(getattr(self, "0")(x)))
        return getattr(self, "3")(y, x)


class Layer(nn.HybridBlock):
    """Part `copies` of ResizeList."""

    def __init__(self):
        super().__init__()
        self.upsample = ResizeND(linear=True)

    def hybrid_forward(self, F, x, skip):
        return self.upsample(x, skip)


class ResizeList(nn.HybridBlock):
    """Network ResizeList."""

    def __init__(self, count=2):
        super().__init__()
        self.coarse = nn.MaxPool2D()
        self.merge = Merge()
        self.less = Merge05Bilinear()
        self.layers = Layers()
        self.copies = nn.HybridSequential()
        for _ in range(count):
            self.copies.add(Layer())
        self.pooled = Pooled(2)
        self.twice = Twice(2)
        self.once = Twice(1)
        self.rows = nn.HybridSequential()
        for h, w in ((1, 2), (3, 1)):
            layer = nn.HybridSequential()
            layer.add(ResizeND(up=(h, w)), nn.Activation("tanh"))
            self.rows.add(layer)

    def hybrid_forward(self, F, x):
        coarse = self.coarse(x)
        y = self.merge(x, coarse)
        y = self.less(y, coarse)
        y = self.layers(y)
        for layer in self.copies:
            y = layer(y, x)
        x = self.pooled(y)
        x = self.twice(x)
        x = self.once(x)
        return self.rows(x)
