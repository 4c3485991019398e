from mxnet.gluon import nn


class Separable(nn.HybridSequential):
    """Filters each channel on its own, then mixes the channels."""

    def __init__(self, in_channels, channels, stride):
        super().__init__()
        self.add(
            nn.Conv2D(
                in_channels,
                3,
                strides=stride,
                padding=1,
                groups=in_channels,
                in_channels=in_channels,
                use_bias=False,
            ),
            nn.BatchNorm(in_channels=in_channels),
            nn.Activation("relu"),
            nn.Conv2D(channels, 1, in_channels=in_channels, use_bias=False),
            nn.BatchNorm(in_channels=channels),
            nn.Activation("relu"),
        )


class MobileNetV1(nn.HybridBlock):
    """MobileNet (Howard et al., 2017), width 1.

    4,231,976 parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.conv = nn.Conv2D(
            32, 3, strides=2, padding=1, in_channels=3, use_bias=False
        )
        self.bn = nn.BatchNorm(in_channels=32)
        self.relu = nn.Activation("relu")
        self.blocks = nn.HybridSequential()
        features = 32
        for channels, stride in (
            (64, 1),
            (128, 2),
            (128, 1),
            (256, 2),
            (256, 1),
            (512, 2),
            (512, 1),
            (512, 1),
            (512, 1),
            (512, 1),
            (512, 1),
            (1024, 2),
            (1024, 1),
        ):
            self.blocks.add(Separable(features, channels, stride))
            features = channels
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(num_classes, in_units=1024)

    def hybrid_forward(self, F, x):
        x = self.relu(self.bn(self.conv(x)))
        x = F.flatten(self.avgpool(self.blocks(x)))
        return self.fc(x)
