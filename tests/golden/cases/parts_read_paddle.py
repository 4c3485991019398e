import paddle
from paddle import nn
from paddle.nn import functional as F


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


class Convs(nn.Layer):
    """Part `convs` of Branches."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.add_sublayer(
            "0",
            nn.Conv2D(
                in_channels,
                width,
                1,
                weight_attr=nn.initializer.KaimingNormal(),
                bias_attr=nn.initializer.Constant(),
            ),
        )
        self.add_sublayer(
            "1",
            nn.Conv2D(
                in_channels,
                width,
                3,
                padding=1,
                weight_attr=nn.initializer.KaimingNormal(),
                bias_attr=nn.initializer.Constant(),
            ),
        )
        self.add_sublayer("2", nn.MaxPool2D(3, stride=1, padding=1))

    def forward(self, x):
        return (getattr(self, "0")(x), getattr(self, "1")(x), getattr(self, "2")(x))


class Branches(nn.Layer):
    """Numbered branches, each of which reads the input."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.convs = Convs(in_channels, width)

    def forward(self, x):
        x, y, z = self.convs(x)
        return paddle.concat((x, y, z), axis=1)


class Part(nn.Layer):
    """Part `part` of PartsRead."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(
            4,
            3,
            1,
            weight_attr=nn.initializer.KaimingNormal(),
            bias_attr=nn.initializer.Constant(),
        )

    def forward(self, x):
        x = self.conv(x)
        return (x, F.tanh(x))


class PartsRead(nn.Layer):
    """Network PartsRead."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2D(
                2,
                3,
                3,
                padding=1,
                weight_attr=nn.initializer.KaimingNormal(),
                bias_attr=nn.initializer.Constant(),
            ),
            nn.ReLU(),
            nn.Sequential(
                nn.MaxPool2D(2),
                nn.Conv2D(
                    3,
                    4,
                    1,
                    weight_attr=nn.initializer.KaimingNormal(),
                    bias_attr=nn.initializer.Constant(),
                ),
            ),
            nn.AvgPool2D(2),
        )
        self.part = Part()
        self.branches = Branches(3, 2)

    def forward(self, x):
        x = self.features[:2](x)
        y = self.features[2][0](x)
        z = self.features[2][1](y)
        z, u = self.part(self.features[3](z))
        z = resize_linear(z + u, size=x.shape[2:])
        x = resize_linear(self.branches(x + z), size=y.shape[2:])
        return paddle.concat((x, y), axis=1)
