import paddle
from paddle import nn
from paddle.nn import functional as F


class BasicConv2d(nn.Layer):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel_size, padding=0):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels, channels, kernel_size, padding=padding, bias_attr=False
        )
        self.bn = nn.BatchNorm2D(channels, epsilon=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Inception(nn.Layer):
    """Inception block of the PyTorch tutorial, block A of Inception v3.

    The average pooling counts the padding; branch3x3db1 is the tutorial's spelling.
    """

    def __init__(self, pool_features=32):
        super().__init__()
        self.branch1x1 = BasicConv2d(192, 64, 1)
        self.branch5x5_1 = BasicConv2d(192, 48, 1)
        self.branch5x5_2 = BasicConv2d(48, 64, 5, padding=2)
        self.branch3x3db1_1 = BasicConv2d(192, 64, 1)
        self.branch3x3db1_2 = BasicConv2d(64, 96, 3, padding=1)
        self.branch3x3db1_3 = BasicConv2d(96, 96, 3, padding=1)
        self.avg_pool = nn.AvgPool2D(3, stride=1, padding=1, exclusive=False)
        self.branch_pool = BasicConv2d(192, pool_features, 1)

    def forward(self, x):
        branch1 = self.branch1x1(x)
        branch2 = self.branch5x5_1(x)
        branch2 = self.branch5x5_2(branch2)
        branch3 = self.branch3x3db1_1(x)
        branch3 = self.branch3x3db1_2(branch3)
        branch3 = self.branch3x3db1_3(branch3)
        branch4 = self.branch_pool(self.avg_pool(x))
        return paddle.concat((branch1, branch2, branch3, branch4), axis=1)
