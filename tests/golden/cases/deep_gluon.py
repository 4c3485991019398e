from mxnet.gluon import nn


class Leaf(nn.HybridBlock):
    """Block Leaf."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        return self.relu(self.conv(x))


class Down(nn.HybridBlock):
    """Part `down` of Node."""

    def __init__(self, channels, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.bn = nn.BatchNorm(in_channels=channels)

    def hybrid_forward(self, F, x):
        return self.bn(self.conv(x))


class Layer(nn.HybridBlock):
    """Part `inner.tail` of Node."""

    def __init__(self, channels):
        super().__init__()
        self.leaf = Leaf(channels, channels)

    def hybrid_forward(self, F, x):
        return self.leaf(x) + x


class Inner(nn.HybridBlock):
    """Part `inner` of Node."""

    def __init__(self, depth, in_channels, channels):
        super().__init__()
        self.leaves = nn.HybridSequential()
        for i in range(depth):
            self.leaves.add(Leaf(in_channels if i == 0 else channels, channels))
        self.tail = nn.HybridSequential()
        self.tail.add(Leaf(channels, channels), Layer(channels))

    def hybrid_forward(self, F, x):
        x = self.leaves(x)
        return self.tail(x)


class Node(nn.HybridBlock):
    """Block Node."""

    def __init__(self, in_channels, channels, depth=1):
        super().__init__()
        self.inner = Inner(depth, in_channels, channels)
        if in_channels != channels:
            self.down = Down(channels, in_channels)
        else:
            self.down = nn.HybridSequential()
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        shortcut = self.down(x)
        return self.relu(self.inner(x) + shortcut)


class Cat1(nn.HybridBlock):
    """Part `tree.level1.level3.cat_1` of Deep."""

    def __init__(self, i):
        super().__init__()
        self.leaf = Leaf(4 + i, 2)

    def hybrid_forward(self, F, x):
        return self.leaf(x)


class Level3Layer(nn.HybridBlock):
    """Part `tree.level1.level3` of Deep."""

    def __init__(self, channels, i, depth):
        super().__init__()
        self.node = Node(channels, 4 + i, depth=depth)
        self.cat_1 = Cat1(i)

    def hybrid_forward(self, F, x):
        x = self.node(x)
        return F.concat(x, self.cat_1(x), dim=1)


class Level1Layer(nn.HybridBlock):
    """Part `tree.level1` of Deep."""

    def __init__(self, depth):
        super().__init__()
        self.level3 = nn.HybridSequential()
        channels = 4
        for i in range(2):
            self.level3.add(Level3Layer(channels, i, depth))
            channels = i + 6

    def hybrid_forward(self, F, x):
        return self.level3(x)


class Tree(nn.HybridBlock):
    """Part `tree` of Deep."""

    def __init__(self, depth):
        super().__init__()
        self.level1 = nn.HybridSequential()
        self.level1.add(Level1Layer(depth), nn.Activation("relu"))
        self.conv = nn.Conv2D(4, 1, in_channels=7)

    def hybrid_forward(self, F, x):
        x = self.level1(x)
        return self.conv(x)


class Deep(nn.HybridBlock):
    """Groups in groups in repeats in branches."""

    def __init__(self, depth=2):
        super().__init__()
        self.tree = Tree(depth)
        self.node = Node(4, 4)

    def hybrid_forward(self, F, x):
        x = self.tree(x)
        return self.node(x)
