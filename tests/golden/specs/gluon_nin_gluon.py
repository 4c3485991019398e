from mxnet.gluon import nn


class MLPConv(nn.HybridBlock):
    """A convolution followed by two 1x1 convolutions, and a pooling if wanted."""

    def __init__(
        self, in_channels, channels, kernel_size, padding, strides=1, max_pooling=True
    ):
        super().__init__()
        self.conv1 = nn.Conv2D(
            channels,
            kernel_size,
            strides=strides,
            padding=padding,
            in_channels=in_channels,
        )
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(channels, 1, in_channels=channels)
        self.conv3 = nn.Conv2D(channels, 1, in_channels=channels)
        self.pool = nn.MaxPool2D(3, strides=2) if max_pooling else nn.HybridSequential()

    def hybrid_forward(self, F, x):
        x = self.relu(self.conv1(x))
        x = self.relu(self.conv2(x))
        return self.pool(self.relu(self.conv3(x)))


class NiN(nn.HybridBlock):
    """Network in network of the Gluon tutorial.

    The last 1x1 convolution has a ReLU like the others, so no logit is negative.
    """

    def __init__(self):
        super().__init__()
        self.mlpconv1 = MLPConv(1, 96, 11, 0, strides=4)
        self.mlpconv2 = MLPConv(96, 256, 5, 2)
        self.mlpconv3 = MLPConv(256, 384, 3, 1)
        self.dropout = nn.Dropout(0.5)
        self.mlpconv4 = MLPConv(384, 10, 3, 1, max_pooling=False)
        self.avgpool = nn.GlobalAvgPool2D()

    def hybrid_forward(self, F, x):
        x = self.mlpconv1(x)
        x = self.mlpconv2(x)
        x = self.dropout(self.mlpconv3(x))
        return F.flatten(self.avgpool(self.mlpconv4(x)))
