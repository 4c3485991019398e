from mxnet.gluon import nn


class BasicBlock(nn.HybridBlock):
    """Basic residual block of the PyTorch tutorial, whose ResidualBlock is the same.

    There the caller passes the downsampling module; here it is ResNet's 1x1
    convolution with batch normalisation, where the shape changes.
    """

    def __init__(self, channels=128, stride=2):
        super().__init__()
        self.conv1 = nn.Conv2D(
            channels, 3, strides=stride, padding=1, in_channels=64, use_bias=False
        )
        self.bn1 = nn.BatchNorm(in_channels=channels)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(
            channels, 3, padding=1, in_channels=channels, use_bias=False
        )
        self.bn2 = nn.BatchNorm(in_channels=channels)
        self.downsample = nn.HybridSequential()
        if stride != 1 or channels != 64:
            self.downsample.add(
                nn.Conv2D(channels, 1, strides=stride, in_channels=64, use_bias=False),
                nn.BatchNorm(in_channels=channels),
            )

    def hybrid_forward(self, F, x):
        shortcut = self.downsample(x)
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return self.relu(x + shortcut)
