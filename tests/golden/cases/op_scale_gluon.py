from mxnet.gluon import nn


class Layer(nn.HybridBlock):
    """A part of Damped."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def hybrid_forward(self, F, x):
        return x * self.factor


class Damped(nn.HybridSequential):
    """Block Damped."""

    def __init__(self, in_channels, factor):
        super().__init__()
        self.add(
            nn.Activation("relu"),
            Layer(factor),
            nn.Conv2D(4, 1, in_channels=in_channels),
        )


class GroupLayer(nn.HybridBlock):
    """Part `group` of Scale."""

    def hybrid_forward(self, F, x):
        return x * -2.0


class ScaleGroupLayer(nn.HybridBlock):
    """Part `group` of Scale."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def hybrid_forward(self, F, x):
        return x * (self.factor * 3)


class Scale(nn.HybridBlock):
    """Network Scale."""

    def __init__(self, factor=0.17, use=True):
        super().__init__()
        self.factor = factor
        self.conv = nn.Conv2D(4, 3, padding=1, in_channels=3)
        self.use_scaled = use
        self.group = nn.HybridSequential()
        self.group.add(nn.Conv2D(4, 1, in_channels=4), GroupLayer())
        if use:
            self.group.add(ScaleGroupLayer(factor))
        self.blocks = nn.HybridSequential()
        for i in range(2):
            self.blocks.add(Damped(4, 1 / (i + 2)))
        self.up = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        conv = self.conv(x)
        x = conv + conv * 0.5
        if self.use_scaled:
            x = x * self.factor
        x = self.group(x)
        x = self.blocks(x)
        y = self.up(x) * self.factor
        return y + x
