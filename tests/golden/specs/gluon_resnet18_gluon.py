from mxnet.gluon import nn


class Residual(nn.HybridBlock):
    """Two 3x3 convolutions around a shortcut; halves the image unless same_shape."""

    def __init__(self, in_channels, channels, same_shape=True):
        super().__init__()
        strides = 1 if same_shape else 2
        self.conv1 = nn.Conv2D(
            channels, 3, strides=strides, padding=1, in_channels=in_channels
        )
        self.bn1 = nn.BatchNorm(in_channels=channels)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(channels, 3, padding=1, in_channels=channels)
        self.bn2 = nn.BatchNorm(in_channels=channels)
        if not same_shape:
            self.conv3 = nn.Conv2D(
                channels, 1, strides=strides, in_channels=in_channels
            )
        else:
            self.conv3 = nn.HybridSequential()

    def hybrid_forward(self, F, x):
        shortcut = self.conv3(x)
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return self.relu(x + shortcut)


class ResNet(nn.HybridBlock):
    """ResNet-18 of the Gluon tutorial.

    The first convolution has no padding, no batch normalisation and no activation;
    the convolutions keep their biases; a shortcut's convolution is not normalised.
    Drawn for 96x96 images: at 224x224 the last pooling leaves 2x2.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.b1 = nn.Conv2D(64, 7, strides=2, in_channels=1)
        self.b2 = nn.HybridSequential()
        self.b2.add(nn.MaxPool2D(3, strides=2), Residual(64, 64), Residual(64, 64))
        self.b3 = nn.HybridSequential()
        self.b3.add(Residual(64, 128, same_shape=False), Residual(128, 128))
        self.b4 = nn.HybridSequential()
        self.b4.add(Residual(128, 256, same_shape=False), Residual(256, 256))
        self.b5 = nn.HybridSequential()
        self.b5.add(Residual(256, 512, same_shape=False), Residual(512, 512))
        self.b6 = nn.HybridSequential()
        self.b6.add(
            nn.AvgPool2D(3), nn.Flatten(), nn.Dense(num_classes, in_units=512 * 2 * 2)
        )

    def hybrid_forward(self, F, x):
        x = self.b1(x)
        x = self.b2(x)
        x = self.b3(x)
        x = self.b4(x)
        x = self.b5(x)
        return self.b6(x)
