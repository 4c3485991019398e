from mxnet.gluon import nn


class Unit(nn.HybridSequential):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.add(nn.Conv2D(channels, 1, in_channels=in_channels), nn.Activation("relu"))


class AddUp2(nn.HybridBlock):
    """Part `add-up_2` of Anonymous."""

    def __init__(self):
        super().__init__()
        self.x1 = nn.BatchNorm(in_channels=4)

    def hybrid_forward(self, F, x):
        return self.x1(x)


class Anonymous(nn.HybridBlock):
    """Branches of one node are named after their join."""

    def __init__(self):
        super().__init__()
        self.concat_1 = nn.Conv2D(2, 1, in_channels=4)
        self.concat_2 = Unit(4)
        self.relu = nn.Activation("relu")
        self.reduce = nn.Conv2D(4, 1, in_channels=14)
        self.sum_body = Unit(4)
        self.sum_shortcut = nn.Conv2D(4, 1, in_channels=4)
        self.tanh = nn.Activation("tanh")
        layer = nn.HybridSequential()
        layer.add(nn.Conv2D(4, 1, in_channels=4))
        setattr(self, "add-up_0", layer)
        layer = nn.HybridSequential()
        for _ in range(2):
            layer.add(Unit(4))
        setattr(self, "add-up_1", layer)
        setattr(self, "add-up_2", AddUp2())
        self.mul_0_body = nn.Conv2D(4, 1, in_channels=4)
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        branch2 = self.concat_1(x)
        branch3 = self.concat_2(x)
        branch4 = self.relu(x)
        x = self.reduce(F.concat(x, branch2, branch3, branch4, dim=1))
        shortcut = self.sum_shortcut(x)
        sum = self.sum_body(x) + shortcut
        x = self.tanh(sum) + sum
        branch1 = getattr(self, "add-up_0")(x)
        branch2 = getattr(self, "add-up_1")(x)
        branch3 = getattr(self, "add-up_2")(x)
        x = branch1 + branch2 + branch3
        branch1 = self.mul_0_body(x) + x
        y = F.broadcast_mul(branch1, self.sigmoid(x))
        return sum + y + x
