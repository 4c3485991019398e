import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class Head(chainer.Chain):
    """Block Head."""

    def __init__(self, in_channels, in_features, in_features2, units=4):
        super().__init__()
        with self.init_scope():
            self.shrink = Stack()
            if in_channels % 2 == 0:
                width = in_features
                for _ in range(min(in_channels, 2)):
                    self.shrink.append(Apply(F.average_pooling_2d, ksize=(1, 2)))
                    width = width // 2
            self.fc = L.Linear(
                in_channels
                * in_features2
                * (width if in_channels % 2 == 0 else in_features),
                units,
            )

    def forward(self, x):
        x = self.shrink(x)
        return self.fc(F.reshape(x, (len(x), -1)))


class SizeUnderWhen(chainer.Chain):
    """A size that a condition needs, and that is needed where it does not hold as
    well.
    """

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.wide = L.Convolution2D(3, 4, 1)
            self.odd = Head(3, 9, 8)
            self.even = Head(4, 9, 8, units=3)

    def forward(self, x):
        wide = self.wide(x)
        odd = self.odd(x)
        return (odd, self.even(wide))
