from mxnet.gluon import nn


class ReLU6(nn.HybridBlock):
    """ReLU up to 6. F.clip would have a gradient at 0."""

    def hybrid_forward(self, F, x):
        return F.minimum(F.Activation(x, act_type="relu"), 6)


class ConvBNReLU6(nn.HybridSequential):
    """Convolution, batch normalisation and ReLU6."""

    def __init__(self, in_channels, channels, kernel=3, stride=1, groups=1):
        super().__init__()
        self.add(
            nn.Conv2D(
                channels,
                kernel,
                strides=stride,
                padding=kernel // 2,
                groups=groups,
                in_channels=in_channels,
                use_bias=False,
            ),
            nn.BatchNorm(in_channels=channels),
            ReLU6(),
        )


class InvertedResidual(nn.HybridBlock):
    """Expands the channels, filters each on its own, and projects to a few."""

    def __init__(self, in_channels, channels, stride, expansion):
        super().__init__()
        hidden = in_channels * expansion
        self.skip = stride == 1 and in_channels == channels
        self.conv = nn.HybridSequential()
        if expansion != 1:
            self.conv.add(ConvBNReLU6(in_channels, hidden, kernel=1))
        self.conv.add(
            ConvBNReLU6(
                hidden if expansion != 1 else in_channels,
                hidden,
                stride=stride,
                groups=hidden,
            ),
            nn.Conv2D(channels, 1, in_channels=hidden, use_bias=False),
            nn.BatchNorm(in_channels=channels),
        )

    def hybrid_forward(self, F, x):
        y = self.conv(x)
        if self.skip:
            y = y + x
        return y


class MobileNetV2(nn.HybridBlock):
    """MobileNetV2, of inverted residuals (Sandler et al., 2018), width 1."""

    def __init__(self, num_classes=1000):
        super().__init__()
        self.features = nn.HybridSequential()
        self.features.add(ConvBNReLU6(3, 32, stride=2))
        features = 32
        for expansion, channels, times, stride in (
            (1, 16, 1, 1),
            (6, 24, 2, 2),
            (6, 32, 3, 2),
            (6, 64, 4, 2),
            (6, 96, 3, 1),
            (6, 160, 3, 2),
            (6, 320, 1, 1),
        ):
            for i in range(times):
                self.features.add(
                    InvertedResidual(
                        features if i == 0 else channels,
                        channels,
                        stride if i == 0 else 1,
                        expansion,
                    )
                )
            features = channels
        self.features.add(ConvBNReLU6(320, 1280, kernel=1))
        self.avgpool = nn.GlobalAvgPool2D()
        self.classifier = nn.HybridSequential()
        self.classifier.add(nn.Dropout(0.2), nn.Dense(num_classes, in_units=1280))

    def hybrid_forward(self, F, x):
        x = F.flatten(self.avgpool(self.features(x)))
        return self.classifier(x)
