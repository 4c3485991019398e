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


class WhenEmpty(chainer.Chain):
    """Groups under a condition that hold nothing."""

    def __init__(self, widths=(4,), deep=False):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 4, 3)
            self.part = Stack() if len(widths) > 1 else F.identity
            self.add_link("part-2", Stack() if deep else Apply(F.identity))
            self.many = Stack(*(Stack() for _ in range(2))) if deep else F.identity
            self.listed = Stack()
            if deep:
                self.listed.append(Stack())
            if not deep:
                self.listed.append(Stack())
            self.fc = L.Convolution2D(4, 2, 1)

    def forward(self, x):
        x = self.conv(x)
        x = self.part(x)
        x = self["part-2"](x)
        x = self.many(x)
        x = self.listed(x)
        return self.fc(x)
