from mxnet.gluon import nn


class ReLU6(nn.HybridBlock):
    """ReLU up to 6. F.clip would have a gradient at 0."""

    def hybrid_forward(self, F, x):
        return F.minimum(F.Activation(x, act_type="relu"), 6)


class HardSwish(nn.HybridBlock):
    """x times its hard sigmoid."""

    def hybrid_forward(self, F, x):
        return x * F.clip(x + 3, 0, 6) / 6


class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)


class Layer(nn.HybridBlock):
    """Part `join` of BnReadTwice."""

    def __init__(self):
        super().__init__()
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        return F.concat(self.relu(x), x, dim=1)


class JoinLayer(nn.HybridBlock):
    """Part `join` of BnReadTwice."""

    def __init__(self):
        super().__init__()
        self.leaky_relu = LeakyReLU(0.01)

    def hybrid_forward(self, F, x):
        return self.leaky_relu(x) + x


class LayerLayer(nn.HybridBlock):
    """Part `join` of BnReadTwice."""

    def __init__(self):
        super().__init__()
        self.relu = nn.Activation("relu")
        self.elu = nn.ELU()

    def hybrid_forward(self, F, x):
        return self.relu(x) + self.elu(x)


class UnitsLayerLayer(nn.HybridBlock):
    """Part `units` of BnReadTwice."""

    def __init__(self):
        super().__init__()
        self.hard_swish = HardSwish()
        self.silu = nn.Swish()

    def hybrid_forward(self, F, x):
        return F.broadcast_mul(F.broadcast_mul(self.hard_swish(x), x), self.silu(x))


class BnReadTwice(nn.HybridBlock):
    """The branches of a join read what a bn gives, so none of them may overwrite it."""

    def __init__(self):
        super().__init__()
        self.join = nn.HybridSequential()
        self.join.add(
            nn.BatchNorm(in_channels=3),
            Layer(),
            nn.BatchNorm(in_channels=6),
            JoinLayer(),
            nn.BatchNorm(in_channels=6),
        )
        layer = nn.HybridSequential()
        layer.add(LayerLayer())
        self.join.add(layer)
        self.join.add(nn.BatchNorm(in_channels=6), ReLU6())
        self.units = nn.HybridSequential()
        for _ in range(2):
            layer = nn.HybridSequential()
            layer.add(nn.BatchNorm(in_channels=6), UnitsLayerLayer())
            self.units.add(layer)

    def hybrid_forward(self, F, x):
        x = self.join(x)
        return self.units(x)
