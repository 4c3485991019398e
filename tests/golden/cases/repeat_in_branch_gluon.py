from mxnet.gluon import nn


class Layer(nn.HybridBlock):
    """Part `items` of RepeatInBranch."""

    def __init__(self, depth):
        super().__init__()
        self.sigmoid = nn.Activation("sigmoid")
        layer = nn.HybridSequential()
        for _ in range(depth):
            inner = nn.HybridSequential()
            inner.add(nn.BatchNorm(in_channels=2))
            layer.add(inner)
        setattr(self, "1", layer)

    def hybrid_forward(self, F, x):
        return F.concat(self.sigmoid(x), getattr(self, "1")(x), dim=1)


class ItemsLayer(nn.HybridBlock):
    """Part `items` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        for _ in range(2):
            self.body.add(nn.Conv2D(4, 1, in_channels=4))

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ShortcutLayer(nn.HybridBlock):
    """Part `items.shortcut` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm(in_channels=4)

    def hybrid_forward(self, F, x):
        return self.bn(x)


class RepeatInBranchItemsLayer(nn.HybridBlock):
    """Part `items` of RepeatInBranch."""

    def __init__(self):
        super().__init__()
        self.tanh = nn.Activation("tanh")
        self.shortcut = nn.HybridSequential()
        for _ in range(1):
            self.shortcut.add(ShortcutLayer())

    def hybrid_forward(self, F, x):
        shortcut = self.shortcut(x)
        return self.tanh(x) + shortcut


class RepeatInBranch(nn.HybridBlock):
    """A repeat is the single node of a branch, in a list and with a name."""

    def __init__(self, depth=2):
        super().__init__()
        self.items = nn.HybridSequential()
        self.items.add(Layer(depth), ItemsLayer(), RepeatInBranchItemsLayer())
        self.named_0 = nn.HybridSequential()
        for _ in range(2):
            layer = nn.HybridSequential()
            layer.add(nn.BatchNorm(in_channels=4), nn.Activation("relu"))
            self.named_0.add(layer)
        self.named_1 = nn.HybridSequential()
        for _ in range(depth):
            self.named_1.add(nn.BatchNorm(in_channels=4))

    def hybrid_forward(self, F, x):
        x = self.items(x)
        return self.named_0(x) + self.named_1(x)
