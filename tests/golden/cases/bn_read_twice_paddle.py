import paddle
from paddle import nn
from paddle.nn import functional as F


class Layer(nn.Layer):
    """Part `join` of BnReadTwice."""

    def forward(self, x):
        return paddle.concat((F.relu(x), x), axis=1)


class JoinLayer(nn.Layer):
    """Part `join` of BnReadTwice."""

    def forward(self, x):
        return F.leaky_relu(x) + x


class LayerLayer(nn.Layer):
    """Part `join` of BnReadTwice."""

    def forward(self, x):
        return F.relu(x) + F.elu(x)


class UnitsLayerLayer(nn.Layer):
    """Part `units` of BnReadTwice."""

    def forward(self, x):
        return F.hardswish(x) * x * F.silu(x)


class BnReadTwice(nn.Layer):
    """The branches of a join read what a bn gives, so none of them may overwrite it."""

    def __init__(self):
        super().__init__()
        self.join = nn.Sequential(
            nn.BatchNorm2D(3),
            Layer(),
            nn.BatchNorm2D(6),
            JoinLayer(),
            nn.BatchNorm2D(6),
            nn.Sequential(LayerLayer()),
            nn.BatchNorm2D(6),
            nn.ReLU6(),
        )
        self.units = nn.Sequential(
            *(nn.Sequential(nn.BatchNorm2D(6), UnitsLayerLayer()) for _ in range(2))
        )

    def forward(self, x):
        x = self.join(x)
        return self.units(x)
