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


class Leaf(chainer.Chain):
    """Block Leaf."""

    def __init__(self, in_channels, channels):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class Down(chainer.Chain):
    """Part `down` of Node."""

    def __init__(self, in_channels, channels):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)
            self.bn = L.BatchNormalization(channels, eps=1e-5)

    def forward(self, x):
        return self.bn(self.conv(x))


class Layer(chainer.Chain):
    """Part `inner.tail` of Node."""

    def __init__(self, channels):
        super().__init__()
        with self.init_scope():
            self.leaf = Leaf(channels, channels)

    def forward(self, x):
        return self.leaf(x) + x


class Inner(chainer.Chain):
    """Part `inner` of Node."""

    def __init__(self, depth, in_channels, channels):
        super().__init__()
        with self.init_scope():
            self.leaves = Stack(
                *(
                    Leaf(in_channels if i == 0 else channels, channels)
                    for i in range(depth)
                )
            )
            self.tail = Stack(Leaf(channels, channels), Layer(channels))

    def forward(self, x):
        x = self.leaves(x)
        return self.tail(x)


class Node(chainer.Chain):
    """Block Node."""

    def __init__(self, in_channels, channels, depth=1):
        super().__init__()
        with self.init_scope():
            self.inner = Inner(depth, in_channels, channels)
            if in_channels != channels:
                self.down = Down(in_channels, channels)
            else:
                self.down = F.identity

    def forward(self, x):
        shortcut = self.down(x)
        return F.relu(self.inner(x) + shortcut)


class Cat1(chainer.Chain):
    """Part `tree.level1.level3.cat_1` of Deep."""

    def __init__(self, i):
        super().__init__()
        with self.init_scope():
            self.leaf = Leaf(4 + i, 2)

    def forward(self, x):
        return self.leaf(x)


class Level3Layer(chainer.Chain):
    """Part `tree.level1.level3` of Deep."""

    def __init__(self, channels, i, depth):
        super().__init__()
        with self.init_scope():
            self.node = Node(channels, 4 + i, depth=depth)
            self.cat_1 = Cat1(i)

    def forward(self, x):
        x = self.node(x)
        return F.concat((x, self.cat_1(x)), axis=1)


class Level1Layer(chainer.Chain):
    """Part `tree.level1` of Deep."""

    def __init__(self, depth):
        super().__init__()
        with self.init_scope():
            self.level3 = Stack()
            channels = 4
            for i in range(2):
                self.level3.append(Level3Layer(channels, i, depth))
                channels = i + 6

    def forward(self, x):
        return self.level3(x)


class Tree(chainer.Chain):
    """Part `tree` of Deep."""

    def __init__(self, depth):
        super().__init__()
        with self.init_scope():
            self.level1 = Stack(Level1Layer(depth), Apply(F.relu))
            self.conv = L.Convolution2D(7, 4, 1)

    def forward(self, x):
        x = self.level1(x)
        return self.conv(x)


class Deep(chainer.Chain):
    """Groups in groups in repeats in branches."""

    def __init__(self, depth=2):
        super().__init__()
        with self.init_scope():
            self.tree = Tree(depth)
            self.node = Node(4, 4)

    def forward(self, x):
        x = self.tree(x)
        return self.node(x)
