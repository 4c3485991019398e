from mxnet.gluon import nn


class Head(nn.HybridBlock):
    """Block Head."""

    def __init__(self, in_channels, in_features, in_features2, units=4):
        super().__init__()
        self.shrink = nn.HybridSequential()
        if in_channels % 2 == 0:
            width = in_features
            for _ in range(min(in_channels, 2)):
                self.shrink.add(nn.AvgPool2D((1, 2)))
                width = width // 2
        self.fc = nn.Dense(
            units,
            in_units=in_channels
            * in_features2
            * (width if in_channels % 2 == 0 else in_features),
        )

    def hybrid_forward(self, F, x):
        x = F.flatten(self.shrink(x))
        return self.fc(x)


class SizeUnderWhen(nn.HybridBlock):
    """A size that a condition needs, and that is needed where it does not hold as
    well.
    """

    def __init__(self):
        super().__init__()
        self.wide = nn.Conv2D(4, 1, in_channels=3)
        self.odd = Head(3, 9, 8)
        self.even = Head(4, 9, 8, units=3)

    def hybrid_forward(self, F, x):
        wide = self.wide(x)
        odd = self.odd(x)
        return (odd, self.even(wide))
