from mxnet.gluon import nn


class Softplus(nn.HybridBlock):
    """Composed, since above 20 softrelu is x itself."""

    def hybrid_forward(self, F, x):
        y = F.Activation(-x, act_type="softrelu")
        return F.where(x <= 0, F.Activation(x, act_type="softrelu"), x + y)


class Fuse(nn.HybridBlock):
    """Block Fuse."""

    def __init__(self, in_channels, b_channels):
        super().__init__()
        self.weight_a = nn.Conv2D(1, 1, in_channels=in_channels)
        self.softplus = Softplus()
        self.weight_b = nn.Conv2D(1, 1, in_channels=b_channels)

    def hybrid_forward(self, F, a, b):
        share_a = self.softplus(self.weight_a(a))
        x = self.softplus(self.weight_b(b))
        total = F.broadcast_add(share_a, x)
        x = F.broadcast_add(F.broadcast_mul(a, share_a), F.broadcast_mul(b, x))
        return F.broadcast_div(x, total)


class Arithmetic(nn.HybridBlock):
    """Differences, quotients, maxima and minima of values of all ranks, in each other
    and in other operators.
    """

    def __init__(self):
        super().__init__()
        self.shift = nn.Conv2D(3, 1, in_channels=3)
        self.scale = nn.Conv2D(1, 1, in_channels=3)
        self.softplus = Softplus()
        self.relu = nn.Activation("relu")
        self.sigmoid = nn.Activation("sigmoid")
        self.centred_1 = nn.GlobalAvgPool2D()
        self.fuse = Fuse(3, 3)
        self.smaller_1 = nn.Conv2D(1, 1, in_channels=3)
        self.gap = nn.GlobalAvgPool2D()
        self.tanh = nn.Activation("tanh")
        self.vector = nn.GlobalAvgPool2D()
        self.signal = nn.Conv1D(2, 1, in_channels=2)
        self.signal_max_1 = nn.GlobalAvgPool1D()
        self.volume = nn.Conv3D(1, 1, in_channels=2)
        self.features = nn.Dense(1, in_units=5)
        self.one = nn.Dense(1, in_units=5)

    def hybrid_forward(self, F, x, s, v, f):
        shift = self.shift(x)
        positive = self.softplus(self.scale(shift))
        y = F.broadcast_sub(x - shift, self.relu(positive))
        y = self.relu(y) - (y - x)
        x = y - (y + x)
        branch1 = F.broadcast_mul(F.broadcast_div(x, positive), shift)
        branch1 = self.sigmoid(
            F.broadcast_div(branch1, F.broadcast_mul(positive, positive))
        )
        chain = F.broadcast_div(branch1, positive / positive)
        x = self.fuse(F.broadcast_sub(chain, self.centred_1(chain)), shift)
        x = F.maximum(F.maximum(x, shift), chain)
        branch3 = self.gap(x) * -0.7
        x = F.broadcast_minimum(F.broadcast_minimum(x, self.smaller_1(x)), branch3)
        a = F.flatten(self.vector(F.maximum(self.relu(x), self.tanh(x))))
        x = s - self.signal(s)
        x = F.broadcast_maximum(x, self.signal_max_1(x))
        x = x / self.softplus(x)
        volume = self.volume(v)
        y = F.broadcast_sub(volume, v)
        y = F.broadcast_minimum(F.broadcast_minimum(y, v), volume)
        y = y / self.sigmoid(y)
        z = F.broadcast_sub(f, self.features(f))
        z = F.maximum(z, self.tanh(z))
        z = F.broadcast_minimum(z, self.one(z))
        return (a, x, y, z / self.sigmoid(z))
