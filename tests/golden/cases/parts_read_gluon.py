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


class Convs(nn.HybridBlock):
    """Part `convs` of Branches."""

    def __init__(self, width, in_channels):
        super().__init__()
        setattr(
            self,
            "0",
            nn.Conv2D(
                width,
                1,
                in_channels=in_channels,
                weight_initializer=mx.init.MSRAPrelu("in", slope=0),
            ),
        )
        setattr(
            self,
            "1",
            nn.Conv2D(
                width,
                3,
                padding=1,
                in_channels=in_channels,
                weight_initializer=mx.init.MSRAPrelu("in", slope=0),
            ),
        )
        setattr(self, "2", nn.MaxPool2D(3, strides=1, padding=1))

    def hybrid_forward(self, F, x):
        return (getattr(self, "0")(x), getattr(self, "1")(x), getattr(self, "2")(x))


class Branches(nn.HybridBlock):
    """Numbered branches, each of which reads the input."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.convs = Convs(width, in_channels)

    def hybrid_forward(self, F, x):
        x, y, z = self.convs(x)
        return F.concat(x, y, z, dim=1)


class Part(nn.HybridBlock):
    """Part `part` of PartsRead."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(
            3, 1, in_channels=4, weight_initializer=mx.init.MSRAPrelu("in", slope=0)
        )
        self.tanh = nn.Activation("tanh")

    def hybrid_forward(self, F, x):
        x = self.conv(x)
        return (x, self.tanh(x))


class PartsRead(nn.HybridBlock):
    """Network PartsRead."""

    def __init__(self):
        super().__init__()
        self.features = nn.HybridSequential()
        self.features.add(
            nn.Conv2D(
                3,
                3,
                padding=1,
                in_channels=2,
                weight_initializer=mx.init.MSRAPrelu("in", slope=0),
            ),
            nn.Activation("relu"),
        )
        layer = nn.HybridSequential()
        layer.add(
            nn.MaxPool2D(),
            nn.Conv2D(
                4, 1, in_channels=3, weight_initializer=mx.init.MSRAPrelu("in", slope=0)
            ),
        )
        self.features.add(layer)
        self.features.add(nn.AvgPool2D())
        self.part = Part()
        self.up = ResizeND(linear=True)
        self.branches = Branches(3, 2)
        self.low = ResizeND(linear=True)

    def hybrid_forward(self, F, x):
        x = self.features[:2](x)
        y = self.features[2][0](x)
        z = self.features[2][1](y)
        z, u = self.part(self.features[3](z))
        z = self.up(z + u, x)
        x = self.low(self.branches(x + z), y)
        return F.concat(x, y, dim=1)
