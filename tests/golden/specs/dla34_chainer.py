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


class ConvBN(Stack):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=3, stride=1):
        super().__init__(
            L.Convolution2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=kernel // 2,
                nobias=True,
            ),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.relu),
        )


class BasicBlock(chainer.Chain):
    """Two 3x3 convolutions, and what is added to them."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                in_channels, channels, 3, stride=stride, pad=1, nobias=True
            )
            self.bn1 = L.BatchNormalization(channels, eps=1e-5)
            self.conv2 = L.Convolution2D(channels, channels, 3, pad=1, nobias=True)
            self.bn2 = L.BatchNormalization(channels, eps=1e-5)

    def forward(self, x, shortcut):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)


class Down(chainer.Chain):
    """Two blocks, the first of them strided, and their root."""

    def __init__(self, in_channels, channels):
        super().__init__()
        with self.init_scope():
            self.project = Stack(
                L.Convolution2D(in_channels, channels, 1, nobias=True),
                L.BatchNormalization(channels, eps=1e-5),
            )
            self.tree1 = BasicBlock(in_channels, channels, stride=2)
            self.tree2 = BasicBlock(channels, channels)
            self.root = ConvBN(channels * 2, channels, kernel=1)

    def forward(self, x):
        y = self.project(F.max_pooling_2d(x, 2, cover_all=False))
        tree1 = self.tree1(x, y)
        x = F.concat((self.tree2(tree1, tree1), tree1), axis=1)
        return self.root(x)


class Merge(chainer.Chain):
    """Two blocks, whose root reads older values as well."""

    def __init__(self, in_channels, older_channels, channels):
        super().__init__()
        with self.init_scope():
            self.tree1 = BasicBlock(in_channels, channels)
            self.tree2 = BasicBlock(channels, channels)
            self.root = ConvBN(
                channels * 2 + older_channels + in_channels, channels, kernel=1
            )

    def forward(self, x, older):
        tree1 = self.tree1(x, x)
        x = F.concat((self.tree2(tree1, tree1), tree1, older, x), axis=1)
        return self.root(x)


class Tree(chainer.Chain):
    """Two trees of two blocks each."""

    def __init__(self, in_channels, channels):
        super().__init__()
        with self.init_scope():
            self.tree1 = Down(in_channels, channels)
            self.tree2 = Merge(channels, in_channels, channels)

    def forward(self, x):
        pool = F.max_pooling_2d(x, 2, cover_all=False)
        x = self.tree1(x)
        return self.tree2(x, pool)


class Last(chainer.Chain):
    """The same, with what they read among the leaves."""

    def __init__(self, in_channels, channels):
        super().__init__()
        with self.init_scope():
            self.project = Stack(
                L.Convolution2D(in_channels, channels, 1, nobias=True),
                L.BatchNormalization(channels, eps=1e-5),
            )
            self.tree1 = BasicBlock(in_channels, channels, stride=2)
            self.tree2 = BasicBlock(channels, channels)
            self.root = ConvBN(channels * 2 + in_channels, channels, kernel=1)

    def forward(self, x):
        pool = F.max_pooling_2d(x, 2, cover_all=False)
        y = self.project(pool)
        tree1 = self.tree1(x, y)
        x = F.concat((self.tree2(tree1, tree1), tree1, pool), axis=1)
        return self.root(x)


class DLA34(chainer.Chain):
    """Deep layer aggregation, DLA-34 (Yu et al., 2018), of the authors' code.

    15,742,104 parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.base_layer = ConvBN(3, 16, kernel=7)
            self.level0 = ConvBN(16, 16)
            self.level1 = ConvBN(16, 32, stride=2)
            self.level2 = Down(32, 64)
            self.level3 = Tree(64, 128)
            self.level4 = Tree(128, 256)
            self.level5 = Last(256, 512)
            self.fc = L.Convolution2D(512, num_classes, 1)

    def forward(self, x):
        x = self.base_layer(x)
        x = self.level0(x)
        x = self.level1(x)
        x = self.level2(x)
        x = self.level3(x)
        x = self.level4(x)
        x = F.average(self.level5(x), axis=(2, 3), keepdims=True)
        x = self.fc(x)
        return F.reshape(x, (len(x), -1))
