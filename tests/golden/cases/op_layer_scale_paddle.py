from collections import OrderedDict

import paddle
from paddle import nn
from paddle.nn import functional as F


class LayerScale(nn.Layer):
    """Multiplication by learned factors."""

    def __init__(self, shape, initializer):
        super().__init__()
        self.factors = self.create_parameter(shape, default_initializer=initializer)

    def forward(self, x):
        return self.factors * x


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, start, scaled=True):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, in_channels, 3, padding=1)
        self.use_layer_scale = scaled
        if scaled:
            self.layer_scale = self.create_parameter(
                [in_channels, 1, 1], default_initializer=nn.initializer.Constant(start)
            )
        self.after = self.create_parameter(
            [in_channels, 1, 1], default_initializer=nn.initializer.Constant(1.0)
        )

    def forward(self, x):
        y = self.conv(x)
        if self.use_layer_scale:
            y = self.layer_scale * y
        return self.after * (y + x)


class Layer(nn.Layer):
    """A part of Listed."""

    def __init__(self):
        super().__init__()
        self.body = self.create_parameter(
            [6, 1, 1], default_initializer=nn.initializer.Constant()
        )

    def forward(self, x):
        return self.body * x + x


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, in_channels, start=2):
        super().__init__(
            nn.Conv2D(in_channels, 6, 1),
            LayerScale([6, 1, 1], nn.initializer.Constant(start)),
            Layer(),
            *(LayerScale([6, 1, 1], nn.initializer.Constant(1.0)) for _ in range(2)),
        )


class Flat(nn.Layer):
    """Block Flat."""

    def __init__(self, in_channels):
        super().__init__()
        self.s = self.create_parameter(
            [in_channels], default_initializer=nn.initializer.Normal(std=0.3)
        )
        self.t = self.create_parameter(
            [in_channels], default_initializer=nn.initializer.Uniform(low=0.5, high=2)
        )

    def forward(self, x):
        x = F.relu(self.s * x)
        return self.t * x


class Group(nn.Layer):
    """Part `group` of Scaled."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 3, 1)
        self.s = self.create_parameter(
            [3, 1, 1], default_initializer=nn.initializer.Constant(1.0)
        )

    def forward(self, x):
        return self.s * self.conv(x)


class CopiesLayer(nn.Layer):
    """Part `copies` of Scaled."""

    def __init__(self):
        super().__init__()
        self.s = self.create_parameter(
            [3, 1, 1], default_initializer=nn.initializer.Constant(1.0)
        )

    def forward(self, x):
        return self.s * x


class RowsLayer(nn.Layer):
    """Part `rows` of Scaled."""

    def __init__(self):
        super().__init__()
        self.s = self.create_parameter(
            [3, 1, 1], default_initializer=nn.initializer.Constant(1.0)
        )
        self.bn = nn.BatchNorm2D(3)

    def forward(self, x):
        return self.bn(self.s * x)


class Scaled(nn.Layer):
    """Weights without a name of their own, in every place where one can stand."""

    def __init__(self, start=1e-6, scaled=True):
        super().__init__()
        self.first = self.create_parameter(
            [4, 1, 1], default_initializer=nn.initializer.Constant(1.0)
        )
        self.unit = Unit(4, start)
        self.plain = Unit(4, start, scaled=scaled)
        self.group = Group()
        self.copies = nn.Sequential(
            OrderedDict((f"c{i}", CopiesLayer()) for i in range(2))
        )
        self.rows = nn.Sequential(*(RowsLayer() for _ in range(2)))
        self.add_sublayer("a-b", LayerScale([3, 1, 1], nn.initializer.Constant(1.0)))
        self.listed = Listed(3)
        self.both_0 = self.create_parameter(
            [6, 1, 1], default_initializer=nn.initializer.Constant(1.0)
        )
        self.both_1 = self.create_parameter(
            [6, 1, 1], default_initializer=nn.initializer.Constant(1.0)
        )
        self.last = self.create_parameter(
            [6], default_initializer=nn.initializer.Constant(1.0)
        )
        self.flat = Flat(5 * 3 * 6)

    def forward(self, x):
        x = self.unit(self.first * x)
        x = self.plain(x)
        x = self.group(x)
        x = self.copies(x)
        x = getattr(self, "a-b")(self.rows(x))
        x = self.listed(x)
        x = paddle.transpose(self.both_0 * x + self.both_1 * x, (0, 2, 3, 1))
        x = (self.last * x).flatten(1)
        x = self.flat(x)
        return self.flat(x)
