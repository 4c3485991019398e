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


class Layer(chainer.Chain):
    """Part `items` of RepeatInBranch."""

    def __init__(self, depth):
        super().__init__()
        self.add_link(
            "1",
            Stack(*(Stack(L.BatchNormalization(2, eps=1e-5)) for _ in range(depth))),
        )

    def forward(self, x):
        return F.concat((F.sigmoid(x), self["1"](x)), axis=1)


class ItemsLayer(chainer.Chain):
    """Part `items` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(*(L.Convolution2D(4, 4, 1) for _ in range(2)))

    def forward(self, x):
        return self.body(x) + x


class ShortcutLayer(chainer.Chain):
    """Part `items.shortcut` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.bn = L.BatchNormalization(4, eps=1e-5)

    def forward(self, x):
        return self.bn(x)


class RepeatInBranchItemsLayer(chainer.Chain):
    """Part `items` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.shortcut = Stack(*(ShortcutLayer() for _ in range(1)))

    def forward(self, x):
        shortcut = self.shortcut(x)
        return F.tanh(x) + shortcut


class RepeatInBranch(chainer.Chain):
    """A repeat is the single node of a branch, in a list and with a name."""

    def __init__(self, depth=2):
        super().__init__()
        with self.init_scope():
            self.items = Stack(Layer(depth), ItemsLayer(), RepeatInBranchItemsLayer())
            self.named_0 = Stack(
                *(
                    Stack(L.BatchNormalization(4, eps=1e-5), Apply(F.relu))
                    for _ in range(2)
                )
            )
            self.named_1 = Stack(
                *(L.BatchNormalization(4, eps=1e-5) for _ in range(depth))
            )

    def forward(self, x):
        x = self.items(x)
        return self.named_0(x) + self.named_1(x)
