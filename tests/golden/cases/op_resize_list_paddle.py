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


class Merge(nn.Layer):
    """A coarse value, resized and added to a fine one."""

    def forward(self, fine, coarse):
        x = fine + resize_linear(coarse, size=fine.shape[2:])
        return resize_nearest(x, scale=(1.5, 1.5))


class Merge05Bilinear(nn.Layer):
    """A coarse value, resized and added to a fine one."""

    def forward(self, fine, coarse):
        x = fine + resize_linear(coarse, size=fine.shape[2:])
        return resize_linear(x, scale=(0.5, 0.5))


class Pooled(nn.Layer):
    """The mean of the image, at every pixel."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_sublayer(
            "1",
            nn.Conv2D(
                in_channels,
                in_channels,
                1,
                weight_attr=nn.initializer.KaimingNormal(),
                bias_attr=nn.initializer.Constant(),
            ),
        )

    def forward(self, x):
        y = F.relu(getattr(self, "1")(F.adaptive_avg_pool2d(x, 1)))
        return resize_linear(y, size=x.shape[2:])


class Twice(nn.Layer):
    """Block Twice."""

    def __init__(self, times):
        super().__init__()
        self.times = times
        self.use_same = times > 1

    def forward(self, x):
        y = resize_nearest(x, scale=(self.times, self.times))
        if self.use_same:
            y = resize_linear(y, size=x.shape[2:])
        return y


class Layers(nn.Layer):
    """Part `layers` of ResizeList."""

    def __init__(self):
        super().__init__()
        self.add_sublayer(
            "0",
            nn.Conv2D(
                2,
                2,
                1,
                weight_attr=nn.initializer.KaimingNormal(),
                bias_attr=nn.initializer.Constant(),
            ),
        )

    def forward(self, x):
        y = resize_linear(getattr(self, "0")(x), scale=(2.5, 2.5))
        y = resize_linear(y, size=(4, 5), align_corners=True)
        return resize_linear(y, size=x.shape[2:], align_corners=True)


class Layer(nn.Layer):
    """Part `copies` of ResizeList."""

    def forward(self, x, skip):
        return resize_linear(x, size=skip.shape[2:])


class ResizeList(nn.Layer):
    """Network ResizeList."""

    def __init__(self, count=2):
        super().__init__()
        self.coarse = nn.MaxPool2D(2)
        self.merge = Merge()
        self.less = Merge05Bilinear()
        self.layers = Layers()
        self.copies = nn.Sequential(*(Layer() for _ in range(count)))
        self.pooled = Pooled(2)
        self.twice = Twice(2)
        self.once = Twice(1)
        self.rows = nn.Sequential(
            *(
                nn.Sequential(Apply(resize_nearest, scale=(h, w)), nn.Tanh())
                for h, w in ((1, 2), (3, 1))
            )
        )

    def forward(self, x):
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
