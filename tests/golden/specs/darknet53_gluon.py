from mxnet.gluon import nn


class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)


class ConvBN(nn.HybridSequential):
    """Convolution, batch normalisation and leaky ReLU."""

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
            LeakyReLU(0.1),
        )


class Residual(nn.HybridBlock):
    """Halves the channels by 1x1 and restores them by 3x3, added to its input."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv1 = ConvBN(in_channels, in_channels // 2, kernel=1)
        self.conv2 = ConvBN(in_channels // 2, in_channels)

    def hybrid_forward(self, F, x):
        y = self.conv1(x)
        return self.conv2(y) + x


class Stage(nn.HybridBlock):
    """Halves the height and the width, then refines."""

    def __init__(self, in_channels, channels, depth):
        super().__init__()
        self.down = ConvBN(in_channels, channels, stride=2)
        self.blocks = nn.HybridSequential()
        for _ in range(depth):
            self.blocks.add(Residual(channels))

    def hybrid_forward(self, F, x):
        x = self.down(x)
        return self.blocks(x)


class Darknet53(nn.HybridBlock):
    """Darknet-53, the classifier below YOLOv3 (Redmon and Farhadi, 2018).

    41,609,928 parameters.
    """

    def __init__(self, num_classes=1000, layers=(1, 2, 8, 8, 4)):
        super().__init__()
        self.conv = ConvBN(3, 32)
        self.stages = nn.HybridSequential()
        features = 32
        for i, channels in enumerate((64, 128, 256, 512, 1024)):
            self.stages.add(Stage(features, channels, layers[i]))
            features = channels
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(num_classes, in_units=1024)

    def hybrid_forward(self, F, x):
        x = self.conv(x)
        x = F.flatten(self.avgpool(self.stages(x)))
        return self.fc(x)
