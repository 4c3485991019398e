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


class Inner(chainer.Chain):
    """Block Inner."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(in_channels, 4, 1)
            self.b = L.Convolution2D(4, 3, 1)
            self.c = L.Convolution2D(4, 4, 1)
            self.d = L.Convolution2D(in_channels, 4, 1)

    def forward(self, x):
        a = self.a(x)
        b = self.b(a)
        y = self.c(a)
        sum = y + a
        return F.concat((sum, y, x, self.d(x), b), axis=1)


class Deep(chainer.Chain):
    """Part `group.deep` of From."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.more = L.Convolution2D(4, 4, 1)

    def forward(self, x, skip, skip2, skip3):
        return self.more(skip + skip2 + skip3 + x)


class Group(chainer.Chain):
    """Part `group` of From."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.inner = L.Convolution2D(4, 4, 1)
            self.outer = L.Convolution2D(4, 4, 1)
            self.deep = Deep()

    def forward(self, x, skip, skip2):
        y = self.outer(x)
        x = self.inner(x)
        return self.deep(y, skip, x, skip2)


class From(chainer.Chain):
    """Nodes read earlier nodes of their own mapping and of enclosing ones."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(4, 4, 3, pad=1)
            self.side = L.Convolution2D(4, 4, 1)
            self.group = Group()
            self.b1 = L.Convolution2D(4, 4, 1)
            self.b2 = L.Convolution2D(4, 4, 1)
            self.plus_1 = Stack(Apply(F.relu))
            self.read = L.Convolution2D(4, 3, 1)
            self.inner = Inner(3)

    def forward(self, x):
        stem = self.stem(x)
        y = self.side(stem)
        group = self.group(stem, y, x)
        branch1 = self.b2(stem)
        z = self.b1(group) + branch1
        branch2 = self.plus_1(y)
        plus = z + branch2
        read = self.read(branch1)
        return F.concat((read, self.inner(read), x, plus, group), axis=1)
