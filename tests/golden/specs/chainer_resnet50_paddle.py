from paddle import nn
from paddle.nn import functional as F


class BottleNeck(nn.Layer):
    """1x1, 3x3 and 1x1 convolutions around a shortcut, which may project."""

    def __init__(self, in_channels, n_mid, n_out, stride=1, proj=False):
        super().__init__()
        self.conv1x1a = nn.Conv2D(
            in_channels,
            n_mid,
            1,
            stride=stride,
            weight_attr=nn.initializer.KaimingNormal(),
            bias_attr=False,
        )
        self.bn_a = nn.BatchNorm2D(n_mid, epsilon=2e-5)
        self.conv3x3b = nn.Conv2D(
            n_mid,
            n_mid,
            3,
            padding=1,
            weight_attr=nn.initializer.KaimingNormal(),
            bias_attr=False,
        )
        self.bn_b = nn.BatchNorm2D(n_mid, epsilon=2e-5)
        self.conv1x1c = nn.Conv2D(
            n_mid, n_out, 1, weight_attr=nn.initializer.KaimingNormal(), bias_attr=False
        )
        self.bn_c = nn.BatchNorm2D(n_out, epsilon=2e-5)
        if proj:
            self.conv1x1r = nn.Conv2D(
                in_channels,
                n_out,
                1,
                stride=stride,
                weight_attr=nn.initializer.KaimingNormal(),
                bias_attr=False,
            )
        else:
            self.conv1x1r = nn.Identity()
        self.bn_r = nn.BatchNorm2D(n_out, epsilon=2e-5) if proj else nn.Identity()

    def forward(self, x):
        shortcut = self.bn_r(self.conv1x1r(x))
        x = F.relu(self.bn_a(self.conv1x1a(x)))
        x = F.relu(self.bn_b(self.conv3x3b(x)))
        x = self.bn_c(self.conv1x1c(x))
        return F.relu(x + shortcut)


class ResBlock(nn.Sequential):
    """A projecting bottleneck, then bottlenecks that keep the shape."""

    def __init__(self, in_channels, n_layers, n_mid, n_out, stride=2):
        super().__init__(
            *(
                BottleNeck(
                    in_channels if i == 0 else n_out,
                    n_mid,
                    n_out,
                    stride=stride if i == 0 else 1,
                    proj=i == 0,
                )
                for i in range(n_layers)
            )
        )


class ResNet50(nn.Layer):
    """ResNet-50 of the Chainer tutorial: its ResNet152 with other numbers of blocks.

    The same quirks: stride on the first 1x1 convolution, 2x2 pooling in the stem,
    Chainer's epsilon; logits in training, probabilities at inference.
    """

    def __init__(self, n_blocks=(3, 4, 6, 3)):
        super().__init__()
        self.conv1 = nn.Conv2D(
            3,
            64,
            7,
            stride=2,
            padding=3,
            weight_attr=nn.initializer.KaimingNormal(),
            bias_attr=False,
        )
        self.bn1 = nn.BatchNorm2D(64, epsilon=2e-5)
        self.pool = nn.MaxPool2D(2, ceil_mode=True)
        self.res2 = ResBlock(64, n_blocks[0], 64, 256, stride=1)
        self.res3 = ResBlock(256, n_blocks[1], 128, 512)
        self.res4 = ResBlock(512, n_blocks[2], 256, 1024)
        self.res5 = ResBlock(1024, n_blocks[3], 512, 2048)
        self.fc6 = nn.Linear(2048, 1000)

    def forward(self, x):
        x = self.pool(F.relu(self.bn1(self.conv1(x))))
        x = self.res2(x)
        x = self.res3(x)
        x = self.res4(x)
        x = F.adaptive_avg_pool2d(self.res5(x), 1).flatten(1)
        x = self.fc6(x)
        if not self.training:
            x = F.softmax(x, axis=1)
        return x
