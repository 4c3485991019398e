import mxnet as mx
from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class BottleNeck(nn.HybridBlock):
    """1x1, 3x3 and 1x1 convolutions around a shortcut, which may project."""

    def __init__(self, in_channels, n_mid, n_out, stride=1, proj=False):
        super().__init__()
        self.conv1x1a = nn.Conv2D(
            n_mid,
            1,
            strides=stride,
            in_channels=in_channels,
            use_bias=False,
            weight_initializer=mx.init.MSRAPrelu("in", slope=0),
        )
        self.bn_a = nn.BatchNorm(epsilon=2e-5, in_channels=n_mid)
        self.relu = nn.Activation("relu")
        self.conv3x3b = nn.Conv2D(
            n_mid,
            3,
            padding=1,
            in_channels=n_mid,
            use_bias=False,
            weight_initializer=mx.init.MSRAPrelu("in", slope=0),
        )
        self.bn_b = nn.BatchNorm(epsilon=2e-5, in_channels=n_mid)
        self.conv1x1c = nn.Conv2D(
            n_out,
            1,
            in_channels=n_mid,
            use_bias=False,
            weight_initializer=mx.init.MSRAPrelu("in", slope=0),
        )
        self.bn_c = nn.BatchNorm(epsilon=2e-5, in_channels=n_out)
        if proj:
            self.conv1x1r = nn.Conv2D(
                n_out,
                1,
                strides=stride,
                in_channels=in_channels,
                use_bias=False,
                weight_initializer=mx.init.MSRAPrelu("in", slope=0),
            )
        else:
            self.conv1x1r = nn.HybridSequential()
        if proj:
            self.bn_r = nn.BatchNorm(epsilon=2e-5, in_channels=n_out)
        else:
            self.bn_r = nn.HybridSequential()

    def hybrid_forward(self, F, x):
        shortcut = self.bn_r(self.conv1x1r(x))
        x = self.relu(self.bn_a(self.conv1x1a(x)))
        x = self.relu(self.bn_b(self.conv3x3b(x)))
        x = self.bn_c(self.conv1x1c(x))
        return self.relu(x + shortcut)


class ResBlock(nn.HybridSequential):
    """A projecting bottleneck, then bottlenecks that keep the shape."""

    def __init__(self, in_channels, n_layers, n_mid, n_out, stride=2):
        super().__init__()
        for i in range(n_layers):
            self.add(
                BottleNeck(
                    in_channels if i == 0 else n_out,
                    n_mid,
                    n_out,
                    stride=stride if i == 0 else 1,
                    proj=i == 0,
                )
            )


class ResNet50(nn.Block):
    """ResNet-50 of the Chainer tutorial: its ResNet152 with other numbers of blocks.

    The same quirks: stride on the first 1x1 convolution, 2x2 pooling in the stem,
    Chainer's epsilon; logits in training, probabilities at inference.
    """

    def __init__(self, n_blocks=(3, 4, 6, 3)):
        super().__init__()
        self.conv1 = nn.Conv2D(
            64,
            7,
            strides=2,
            padding=3,
            in_channels=3,
            use_bias=False,
            weight_initializer=mx.init.MSRAPrelu("in", slope=0),
        )
        self.bn1 = nn.BatchNorm(epsilon=2e-5, in_channels=64)
        self.relu = nn.Activation("relu")
        self.pool = nn.MaxPool2D(ceil_mode=True)
        self.res2 = ResBlock(64, n_blocks[0], 64, 256, stride=1)
        self.res3 = ResBlock(256, n_blocks[1], 128, 512)
        self.res4 = ResBlock(512, n_blocks[2], 256, 1024)
        self.res5 = ResBlock(1024, n_blocks[3], 512, 2048)
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc6 = nn.Dense(1000, in_units=2048)

    def forward(self, x):
        x = self.pool(self.relu(self.bn1(self.conv1(x))))
        x = self.res2(x)
        x = self.res3(x)
        x = self.res4(x)
        x = F.flatten(self.avgpool(self.res5(x)))
        x = self.fc6(x)
        if not autograd.is_training():
            x = F.softmax(x, axis=1)
        return x
