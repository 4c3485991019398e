from mxnet.gluon import nn


class ConvBN(nn.HybridSequential):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=3, stride=1):
        super().__init__()
        self.add(
            nn.Conv2D(
                channels,
                kernel,
                strides=stride,
                padding=kernel // 2,
                in_channels=in_channels,
                use_bias=False,
            ),
            nn.BatchNorm(in_channels=channels),
            nn.Activation("relu"),
        )


class BasicBlock(nn.HybridBlock):
    """Two 3x3 convolutions, and what is added to them."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2D(
            channels,
            3,
            strides=stride,
            padding=1,
            in_channels=in_channels,
            use_bias=False,
        )
        self.bn1 = nn.BatchNorm(in_channels=channels)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(
            channels, 3, padding=1, in_channels=channels, use_bias=False
        )
        self.bn2 = nn.BatchNorm(in_channels=channels)

    def hybrid_forward(self, F, x, shortcut):
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return self.relu(F.broadcast_add(x, shortcut))


class Down(nn.HybridBlock):
    """Two blocks, the first of them strided, and their root."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.pool = nn.MaxPool2D()
        self.project = nn.HybridSequential()
        self.project.add(
            nn.Conv2D(channels, 1, in_channels=in_channels, use_bias=False),
            nn.BatchNorm(in_channels=channels),
        )
        self.tree1 = BasicBlock(in_channels, channels, stride=2)
        self.tree2 = BasicBlock(channels, channels)
        self.root = ConvBN(channels * 2, channels, kernel=1)

    def hybrid_forward(self, F, x):
        y = self.project(self.pool(x))
        tree1 = self.tree1(x, y)
        x = F.concat(self.tree2(tree1, tree1), tree1, dim=1)
        return self.root(x)


class Merge(nn.HybridBlock):
    """Two blocks, whose root reads older values as well."""

    def __init__(self, in_channels, older_channels, channels):
        super().__init__()
        self.tree1 = BasicBlock(in_channels, channels)
        self.tree2 = BasicBlock(channels, channels)
        self.root = ConvBN(
            channels * 2 + older_channels + in_channels, channels, kernel=1
        )

    def hybrid_forward(self, F, x, older):
        tree1 = self.tree1(x, x)
        x = F.concat(self.tree2(tree1, tree1), tree1, older, x, dim=1)
        return self.root(x)


class Tree(nn.HybridBlock):
    """Two trees of two blocks each."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.pool = nn.MaxPool2D()
        self.tree1 = Down(in_channels, channels)
        self.tree2 = Merge(channels, in_channels, channels)

    def hybrid_forward(self, F, x):
        pool = self.pool(x)
        x = self.tree1(x)
        return self.tree2(x, pool)


class Last(nn.HybridBlock):
    """The same, with what they read among the leaves."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.pool = nn.MaxPool2D()
        self.project = nn.HybridSequential()
        self.project.add(
            nn.Conv2D(channels, 1, in_channels=in_channels, use_bias=False),
            nn.BatchNorm(in_channels=channels),
        )
        self.tree1 = BasicBlock(in_channels, channels, stride=2)
        self.tree2 = BasicBlock(channels, channels)
        self.root = ConvBN(channels * 2 + in_channels, channels, kernel=1)

    def hybrid_forward(self, F, x):
        pool = self.pool(x)
        y = self.project(pool)
        tree1 = self.tree1(x, y)
        x = F.concat(self.tree2(tree1, tree1), tree1, pool, dim=1)
        return self.root(x)


class DLA34(nn.HybridBlock):
    """Deep layer aggregation, DLA-34 (Yu et al., 2018), of the authors' code.

    15,742,104 parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.base_layer = ConvBN(3, 16, kernel=7)
        self.level0 = ConvBN(16, 16)
        self.level1 = ConvBN(16, 32, stride=2)
        self.level2 = Down(32, 64)
        self.level3 = Tree(64, 128)
        self.level4 = Tree(128, 256)
        self.level5 = Last(256, 512)
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc = nn.Conv2D(num_classes, 1, in_channels=512)

    def hybrid_forward(self, F, x):
        x = self.base_layer(x)
        x = self.level0(x)
        x = self.level1(x)
        x = self.level2(x)
        x = self.level3(x)
        x = self.level4(x)
        x = self.avgpool(self.level5(x))
        return F.flatten(self.fc(x))
