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
