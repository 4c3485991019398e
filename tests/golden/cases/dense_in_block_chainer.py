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


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class Head(chainer.Chain):
    """Block Head."""

    def __init__(self, in_features2, classes, hidden=0, in_features=None):
        super().__init__()
        with self.init_scope():
            if hidden > 0:
                self.hidden = L.Linear(in_features, hidden)
            else:
                self.hidden = F.identity
            self.fc = L.Linear(in_features2, classes)

    def forward(self, x):
        x = self.hidden(F.reshape(x, (len(x), -1)))
        return self.fc(x)


class Pooled(Stack):
    """Block Pooled."""

    def __init__(self, in_channels, in_features, classes):
        super().__init__(
            L.Convolution2D(in_channels, 4, 3),
            Apply(F.max_pooling_2d, ksize=2, cover_all=False),
            Apply(flatten),
            L.Linear(in_features, classes),
        )


class Two(chainer.Chain):
    """Block Two."""

    def __init__(self, in_features, in_features2, classes):
        super().__init__()
        with self.init_scope():
            self.a = Stack(Apply(flatten), L.Linear(in_features, classes))
            self.b = Stack(
                Apply(F.average_pooling_2d, ksize=2),
                Apply(flatten),
                L.Linear(in_features2, classes),
            )

    def forward(self, x):
        a = self.a(x)
        return a + self.b(x)


class Nested(chainer.Chain):
    """Block Nested."""

    def __init__(self, in_channels, in_features, classes):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, 2, 1)
            self.head = Head(in_features, classes)

    def forward(self, x):
        x = self.conv(x)
        return self.head(x)


class Rest(chainer.Chain):
    """Block Rest."""

    def __init__(self, in_channels, in_features, classes, flat=True):
        super().__init__()
        self.use_flatten = flat
        with self.init_scope():
            self.fc = L.Linear(in_features, classes) if flat else F.identity
            self.conv = (
                L.Convolution2D(in_channels, classes, 1) if not flat else F.identity
            )

    def forward(self, x):
        if self.use_flatten:
            x = F.reshape(x, (len(x), -1))
        x = self.fc(x)
        return self.conv(x)


class DenseInBlock(chainer.Chain):
    """Dense layers of a block whose input features depend on height and width."""

    def __init__(self, classes=5, pool=True):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 4, 3, pad=1)
            self.head = Head(192, classes)
            self.head2 = Head(6, classes, hidden=6, in_features=4 * 8 * 6)
            self.pooled = Pooled(4, 4 * 3 * 2, classes)
            self.two = Two(4 * 8 * 6, 4 * 4 * 3, classes)
            self.nested = Nested(4, 2 * 8 * 6, classes)
            self.use_shrink = pool
            self.nested2 = Nested(
                4, 2 * (4 if pool else 8) * (3 if pool else 6), classes
            )
            self.rest = Rest(4, 4 * (4 if pool else 8) * (3 if pool else 6), classes)

    def forward(self, x):
        conv = self.conv(x)
        head = self.head(conv)
        head2 = self.head2(conv)
        pooled = self.pooled(conv)
        two = self.two(conv)
        nested = self.nested(conv)
        if self.use_shrink:
            shrink = F.max_pooling_2d(conv, 2, cover_all=False)
            conv = shrink
        nested2 = self.nested2(conv)
        return head + head2 + pooled + two + nested + nested2 + self.rest(conv)
