from mxnet.gluon import nn


class HardSigmoid(nn.HybridBlock):
    """x / 6 + 1 / 2, clipped to 0 and 1."""

    def hybrid_forward(self, F, x):
        return F.clip(x + 3, 0, 6) / 6


class HardSwish(nn.HybridBlock):
    """x times its hard sigmoid."""

    def hybrid_forward(self, F, x):
        return x * F.clip(x + 3, 0, 6) / 6


class ConvBN(nn.HybridSequential):
    """Convolution and batch normalisation, then hard-swish or ReLU unless linear."""

    def __init__(
        self,
        in_channels,
        channels,
        kernel=1,
        stride=1,
        groups=1,
        swish=False,
        linear=False,
    ):
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
            nn.BatchNorm(momentum=0.99, epsilon=0.001, in_channels=channels),
        )
        if swish:
            self.add(HardSwish())
        if not (swish or linear):
            self.add(nn.Activation("relu"))


class SqueezeExcitation(nn.HybridBlock):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc1 = nn.Conv2D(squeeze, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.fc2 = nn.Conv2D(in_channels, 1, in_channels=squeeze)
        self.hard_sigmoid = HardSigmoid()

    def hybrid_forward(self, F, x):
        y = self.relu(self.fc1(self.avgpool(x)))
        y = self.hard_sigmoid(self.fc2(y))
        return F.broadcast_mul(x, y)


class InvertedResidual(nn.HybridBlock):
    """Expands the channels, filters and weighs each one, and projects to a few."""

    def __init__(self, in_channels, kernel, hidden, channels, squeeze, swish, stride):
        super().__init__()
        self.skip = stride == 1 and in_channels == channels
        self.block = nn.HybridSequential()
        if hidden != in_channels:
            self.block.add(ConvBN(in_channels, hidden, swish=swish))
        self.block.add(
            ConvBN(
                hidden, hidden, kernel=kernel, stride=stride, groups=hidden, swish=swish
            )
        )
        if squeeze > 0:
            self.block.add(SqueezeExcitation(hidden, squeeze))
        self.block.add(ConvBN(hidden, channels, linear=True))

    def hybrid_forward(self, F, x):
        y = self.block(x)
        if self.skip:
            y = y + x
        return y


class MobileNetV3(nn.HybridBlock):
    """MobileNetV3-Small (Howard et al., 2019), width 1."""

    def __init__(self, num_classes=1000):
        super().__init__()
        self.features = nn.HybridSequential()
        self.features.add(ConvBN(3, 16, kernel=3, stride=2, swish=True))
        features = 16
        for kernel, hidden, channels, squeeze, swish, stride in (
            (3, 16, 16, 8, False, 2),
            (3, 72, 24, 0, False, 2),
            (3, 88, 24, 0, False, 1),
            (5, 96, 40, 24, True, 2),
            (5, 240, 40, 64, True, 1),
            (5, 240, 40, 64, True, 1),
            (5, 120, 48, 32, True, 1),
            (5, 144, 48, 40, True, 1),
            (5, 288, 96, 72, True, 2),
            (5, 576, 96, 144, True, 1),
            (5, 576, 96, 144, True, 1),
        ):
            self.features.add(
                InvertedResidual(
                    features, kernel, hidden, channels, squeeze, swish, stride
                )
            )
            features = channels
        self.features.add(ConvBN(96, 576, swish=True))
        self.avgpool = nn.GlobalAvgPool2D()
        self.classifier = nn.HybridSequential()
        self.classifier.add(
            nn.Dense(1024, in_units=576),
            HardSwish(),
            nn.Dropout(0.2),
            nn.Dense(num_classes, in_units=1024),
        )

    def hybrid_forward(self, F, x):
        x = F.flatten(self.avgpool(self.features(x)))
        return self.classifier(x)
