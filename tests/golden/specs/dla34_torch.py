import torch
from torch import nn
from torch.nn import functional as F


class ConvBN(nn.Sequential):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=3, stride=1):
        super().__init__(
            nn.Conv2d(
                in_channels,
                channels,
                kernel,
                stride=stride,
                padding=kernel // 2,
                bias=False,
            ),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        )


class BasicBlock(nn.Module):
    """Two 3x3 convolutions, and what is added to them."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(
            in_channels, channels, 3, stride=stride, padding=1, bias=False
        )
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x, shortcut):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)


class Down(nn.Module):
    """Two blocks, the first of them strided, and their root."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.pool = nn.MaxPool2d(2)
        self.project = nn.Sequential(
            nn.Conv2d(in_channels, channels, 1, bias=False), nn.BatchNorm2d(channels)
        )
        self.tree1 = BasicBlock(in_channels, channels, stride=2)
        self.tree2 = BasicBlock(channels, channels)
        self.root = ConvBN(channels * 2, channels, kernel=1)

    def forward(self, x):
        y = self.project(self.pool(x))
        tree1 = self.tree1(x, y)
        x = torch.cat((self.tree2(tree1, tree1), tree1), dim=1)
        return self.root(x)


class Merge(nn.Module):
    """Two blocks, whose root reads older values as well."""

    def __init__(self, in_channels, older_channels, channels):
        super().__init__()
        self.tree1 = BasicBlock(in_channels, channels)
        self.tree2 = BasicBlock(channels, channels)
        self.root = ConvBN(
            channels * 2 + older_channels + in_channels, channels, kernel=1
        )

    def forward(self, x, older):
        tree1 = self.tree1(x, x)
        x = torch.cat((self.tree2(tree1, tree1), tree1, older, x), dim=1)
        return self.root(x)


class Tree(nn.Module):
    """Two trees of two blocks each."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.pool = nn.MaxPool2d(2)
        self.tree1 = Down(in_channels, channels)
        self.tree2 = Merge(channels, in_channels, channels)

    def forward(self, x):
        pool = self.pool(x)
        x = self.tree1(x)
        return self.tree2(x, pool)


class Last(nn.Module):
    """The same, with what they read among the leaves."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.pool = nn.MaxPool2d(2)
        self.project = nn.Sequential(
            nn.Conv2d(in_channels, channels, 1, bias=False), nn.BatchNorm2d(channels)
        )
        self.tree1 = BasicBlock(in_channels, channels, stride=2)
        self.tree2 = BasicBlock(channels, channels)
        self.root = ConvBN(channels * 2 + in_channels, channels, kernel=1)

    def forward(self, x):
        pool = self.pool(x)
        y = self.project(pool)
        tree1 = self.tree1(x, y)
        x = torch.cat((self.tree2(tree1, tree1), tree1, pool), dim=1)
        return self.root(x)


class DLA34(nn.Module):
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
        self.fc = nn.Conv2d(512, num_classes, 1)

    def forward(self, x):
        x = self.base_layer(x)
        x = self.level0(x)
        x = self.level1(x)
        x = self.level2(x)
        x = self.level3(x)
        x = self.level4(x)
        x = F.adaptive_avg_pool2d(self.level5(x), 1)
        return self.fc(x).flatten(1)
