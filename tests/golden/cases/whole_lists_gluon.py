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


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, width, kernel=(3, 1), pads=(1, 0), step=(1, 1)):
        super().__init__()
        kernel = list(kernel)
        self.kernel = kernel
        self.conv = nn.Conv2D(
            width, kernel, strides=step, padding=pads, in_channels=in_channels
        )
        if kernel + [1] == [3, 1, 1]:
            self.tanh = nn.Activation("tanh")
        else:
            self.tanh = nn.HybridSequential()
        self.pool = nn.MaxPool2D(kernel, strides=step, padding=pads)
        self.mean = nn.AvgPool2D(
            kernel, strides=step[:2], padding=pads, count_include_pad=False
        )
        self.up = ResizeND(up=step)
        self.back = nn.Conv2DTranspose(
            width, kernel, strides=step, padding=pads, in_channels=width
        )

    def hybrid_forward(self, F, x):
        x = self.mean(self.pool(self.tanh(self.conv(x))))
        return F.contrib.AdaptiveAvgPooling2D(
            self.back(self.up(x)), output_size=self.kernel
        )


class WholeLists(nn.HybridBlock):
    """Sizes that are passed on as lists, one of which is also computed with."""

    def __init__(self):
        super().__init__()
        self.a = Unit(3, 4)
        self.b = Unit(4, 5, kernel=(1, 3), pads=(0, 1), step=(2, 1))
        self.c = nn.HybridSequential()
        for i, k in enumerate(((1, 3), (3, 1))):
            layer = nn.HybridSequential()
            layer.add(nn.Conv2D(4, k, padding=1, in_channels=5 if i == 0 else 4))
            self.c.add(layer)

    def hybrid_forward(self, F, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
