from mxnet.gluon import nn


class Listed(nn.HybridSequential):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.Conv2D(in_channels + 1, 1, in_channels=in_channels),
            nn.Conv2D(4, 1, in_channels=in_channels + 1),
        )


class Layer(nn.HybridBlock):
    """A part of Parts."""

    def __init__(self, growth, i):
        super().__init__()
        setattr(self, "1", nn.Conv2D(growth, 1, in_channels=4 + i * growth))

    def hybrid_forward(self, F, x):
        return F.concat(x, getattr(self, "1")(x), dim=1)


class Parts(nn.HybridSequential):
    """Block Parts."""

    def __init__(self, in_channels, use=True, growth=2):
        super().__init__()
        if use:
            channels = in_channels
            for i in range(2):
                self.add(nn.Conv2D(3 + i, 1, in_channels=channels))
                channels = 3 + i
        if not use:
            for i in range(2):
                self.add(
                    nn.Conv2D(5, 1, in_channels=in_channels if i == 0 else 5),
                    nn.Activation("relu"),
                )
        if use:
            for i in range(2):
                self.add(Layer(growth, i))
        self.add(
            nn.Conv2D(
                4,
                1,
                in_channels=4 + 2 * growth
                if use
                else 5
                if not use
                else 4
                if use
                else in_channels,
            )
        )


class WhenKnown(nn.HybridBlock):
    """Conditions that no argument decides, and repeats in a list that have one."""

    def __init__(self, use=True, skip=False):
        super().__init__()
        self.always = nn.Conv2D(4, 1, in_channels=3)
        self.listed = Listed(4)
        self.parts = Parts(4, use=use)
        self.parts2 = Parts(4, use=skip, growth=3)
        self.tanh = nn.Activation("tanh")
        self.x2 = nn.Conv2D(4, 1, in_channels=3)

    def hybrid_forward(self, F, x):
        y = self.always(x)
        y = self.listed(y)
        y = self.parts(y)
        y = self.parts2(y)
        shortcut = self.tanh(y)
        x = self.x2(self.tanh(x))
        return y + shortcut + x
