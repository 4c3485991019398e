from mxnet.gluon import nn


class Resize2D(nn.HybridBlock):
    """Resizing of images by (height, width) or to a size, corners not aligned.

    Composed, since BilinearResize2D has weights of float32.
    """

    def __init__(self, scale=None, size=None, bilinear=False):
        super().__init__()
        self.scale = scale
        self.size = size
        self.bilinear = bilinear

    def hybrid_forward(self, F, x):
        return self.resize(F, self.resize(F, x, 2), 3)

    def resize(self, F, x, axis):
        if self.scale:
            y = F.repeat(x, repeats=self.scale[axis - 2], axis=axis)
        else:
            y = F.slice_axis(x, axis=axis, begin=0, end=1)
            y = F.broadcast_axis(y, axis=axis, size=self.size[axis - 2])
        new = F.contrib.arange_like(y, axis=axis)
        old_size = F.max(F.contrib.arange_like(x, axis=axis)) + 1
        new_size = F.max(new) + 1
        if not self.bilinear:
            place = F.broadcast_div(F.broadcast_mul(new, old_size), new_size)
            return F.take(x, F.floor(place), axis=axis)
        ratio = F.broadcast_div(old_size, new_size)
        place = F.maximum(F.broadcast_mul(new + 0.5, ratio) - 0.5, 0)
        low = F.floor(place)
        share = F.reshape(place - low, (1, 1, -1, 1) if axis == 2 else (1, 1, 1, -1))
        x, y = F.take(x, low, axis=axis), F.take(x, low + 1, axis=axis)
        return F.broadcast_mul(x, 1 - share) + F.broadcast_mul(y, share)


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
        self.up = Resize2D(scale=step)
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
