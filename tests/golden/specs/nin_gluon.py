from mxnet.gluon import nn


class MLPConv(nn.HybridSequential):
    """A convolution, and a small network that is applied to every pixel."""

    def __init__(self, in_channels, channels, inner, out, kernel):
        super().__init__()
        self.add(
            nn.Conv2D(channels, kernel, padding=kernel // 2, in_channels=in_channels),
            nn.Activation("relu"),
            nn.Conv2D(inner, 1, in_channels=channels),
            nn.Activation("relu"),
            nn.Conv2D(out, 1, in_channels=inner),
            nn.Activation("relu"),
        )


class NiN(nn.HybridBlock):
    """Network in network for CIFAR-10 (Lin et al., 2014), as in the authors' model.

    966,986 parameters.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.mlpconv1 = MLPConv(3, 192, 160, 96, 5)
        self.pool1 = nn.MaxPool2D(3, strides=2, ceil_mode=True)
        self.dropout1 = nn.Dropout(0.5)
        self.mlpconv2 = MLPConv(96, 192, 192, 192, 5)
        self.pool2 = nn.AvgPool2D(3, strides=2, ceil_mode=True)
        self.dropout2 = nn.Dropout(0.5)
        self.mlpconv3 = MLPConv(192, 192, 192, num_classes, 3)
        self.avgpool = nn.GlobalAvgPool2D()

    def hybrid_forward(self, F, x):
        x = self.pool1(self.mlpconv1(x))
        x = self.pool2(self.mlpconv2(self.dropout1(x)))
        return F.flatten(self.avgpool(self.mlpconv3(self.dropout2(x))))
