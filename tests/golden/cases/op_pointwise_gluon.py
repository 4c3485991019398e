from mxnet.gluon import nn


class ScaledHardSigmoid(nn.HybridBlock):
    """Clips slope * x + offset to 0 and 1. F.hard_sigmoid rounds both to float32."""

    def __init__(self, slope, offset):
        super().__init__()
        self.slope = slope
        self.offset = offset

    def hybrid_forward(self, F, x):
        return F.clip(self.slope * x + self.offset, 0, 1)


class LogSigmoid(nn.HybridBlock):
    """Composed, since above 20 softrelu is x itself."""

    def hybrid_forward(self, F, x):
        y = F.Activation(x, act_type="softrelu")
        return F.where(x >= 0, -F.Activation(-x, act_type="softrelu"), x - y)


class GLU(nn.HybridBlock):
    """The first half times the sigmoid of the second half."""

    def __init__(self, axis=1):
        super().__init__()
        self.axis = axis

    def hybrid_forward(self, F, x):
        x, gates = F.split(x, num_outputs=2, axis=self.axis)
        return x * F.sigmoid(gates)


class Layer(nn.HybridBlock):
    """A part of Root."""

    def __init__(self, least):
        super().__init__()
        self.least = least

    def hybrid_forward(self, F, x):
        return x + self.least


class RootLayer(nn.HybridBlock):
    """A part of Root."""

    def __init__(self, exponent):
        super().__init__()
        self.exponent = exponent

    def hybrid_forward(self, F, x):
        return x**self.exponent


class Root(nn.HybridSequential):
    """Block Root."""

    def __init__(self, in_channels, exponent, least=0.3):
        super().__init__()
        self.add(
            nn.Conv2D(4, 1, in_channels=in_channels),
            nn.HybridLambda(lambda F, x: F.square(x)),
            Layer(least),
            nn.HybridLambda(lambda F, x: F.sqrt(x)),
            nn.HybridLambda(lambda F, x: F.log(x)),
            nn.HybridLambda(lambda F, x: F.minimum(x, 0.9)),
            nn.HybridLambda(lambda F, x: F.exp(x)),
            RootLayer(exponent),
        )


class ListedLayer(nn.HybridBlock):
    """Part `listed` of Pointwise."""

    def hybrid_forward(self, F, x):
        return x - 0.1


class Pointwise(nn.HybridBlock):
    """Arithmetic on one value, with numbers that float32 does not hold."""

    def __init__(self, shift=0.1, exponent=1.7, low=-0.7, slope=0.3):
        super().__init__()
        self.low = low
        self.shift = shift
        self.exponent = exponent
        self.conv = nn.Conv2D(10, 1, in_channels=4)
        self.hard_sigmoid = ScaledHardSigmoid(0.2, 0.5)
        self.bent_7 = ScaledHardSigmoid(slope, 0.4)
        self.softsign = nn.Activation("softsign")
        self.log_sigmoid = LogSigmoid()
        self.mixed = nn.Conv2D(4, 1, in_channels=110)
        self.root = Root(4, 2)
        self.other_root = Root(4, 0.3, least=0.25)
        self.listed = nn.HybridSequential()
        self.listed.add(
            nn.Conv2D(8, 1, in_channels=4),
            GLU(),
            ScaledHardSigmoid(0.2, 0.5),
            nn.Conv2D(4, 1, in_channels=4),
            ScaledHardSigmoid(1 / 6, 0.3),
            nn.Activation("softsign"),
            LogSigmoid(),
            nn.Conv2D(4, 1, in_channels=4),
            nn.HybridLambda(lambda F, x: F.abs(x)),
            nn.HybridLambda(lambda F, x: F.minimum(x, 0.6)),
            ListedLayer(),
            nn.Conv2D(2, 1, in_channels=4),
        )
        self.glu = GLU(2)
        self.depths = GLU(4)
        self.features = GLU()

    def hybrid_forward(self, F, image, signal, volume, flat):
        x = self.conv(image)
        branch1 = F.abs(x)
        branch2 = F.square(x)
        branch3 = F.minimum(F.maximum(x, -0.7), 1.1)
        branch4 = F.minimum(x, 1)
        branch5 = F.maximum(x, self.low)
        branch6 = F.clip(x, -0.5, 1)
        branch7 = self.hard_sigmoid(x)
        branch8 = self.bent_7(x)
        branch9 = self.softsign(x)
        branch10 = self.log_sigmoid(x)
        branch11 = x - 2
        x = F.concat(
            branch1,
            branch2,
            branch3,
            branch4,
            branch5,
            branch6,
            branch7,
            branch8,
            branch9,
            branch10,
            branch11,
            dim=1,
        )
        x = F.square(self.mixed(x) + self.shift)
        x = ((x + 0.3) ** 0.6) ** 3
        x = F.log((x**-0.5) ** self.exponent)
        x = self.root(x)
        x = self.other_root(x)
        x = self.listed(x)
        y = self.softsign(self.glu(signal))
        z = self.log_sigmoid(self.depths(volume))
        return (x, y, z, F.exp(self.features(flat)))
