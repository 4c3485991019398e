from mxnet.gluon import nn


class StochasticDepth(nn.HybridBlock):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def hybrid_forward(self, F, x):
        # Dropout follows the mode by itself: a branch on it would be kept by hybridize.
        rows = F.Dropout(F.reshape(x, (0, -1)), p=self.drop_prob, axes=(1,))
        return F.reshape_like(rows, x)


class Conv(nn.HybridSequential):
    """A convolution, normalised, with or without an activation."""

    def __init__(self, in_channels, channels, kernel=1, stride=1, groups=1, act=True):
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
            nn.BatchNorm(epsilon=0.001, in_channels=channels),
        )
        if act:
            self.add(nn.Swish())


class FusedMBConv(nn.HybridBlock):
    """A 3x3 convolution, which a pointwise one follows where it expands."""

    def __init__(self, in_channels, channels, stride, expand, drop_prob):
        super().__init__()
        same = stride == 1 and in_channels == channels
        self.skip = same
        self.block = nn.HybridSequential()
        if expand != 1:
            self.block.add(
                Conv(in_channels, in_channels * expand, kernel=3, stride=stride)
            )
        self.block.add(
            Conv(
                in_channels * expand if expand != 1 else in_channels,
                channels,
                kernel=3 if expand == 1 else 1,
                stride=stride if expand == 1 else 1,
                act=expand == 1,
            )
        )
        if same:
            self.stochastic_depth = StochasticDepth(drop_prob)
        else:
            self.stochastic_depth = nn.HybridSequential()

    def hybrid_forward(self, F, x):
        y = self.stochastic_depth(self.block(x))
        if self.skip:
            y = y + x
        return y


class FusedStage(nn.HybridSequential):
    """Blocks in turn, of which the first may halve height and width."""

    def __init__(self, in_channels, channels, layers, stride, expand, first, step):
        super().__init__()
        for i in range(layers):
            self.add(
                FusedMBConv(
                    in_channels if i == 0 else channels,
                    channels,
                    stride if i == 0 else 1,
                    expand,
                    step * (first + i),
                )
            )


class SqueezeExcitation(nn.HybridBlock):
    """Weighs the channels by what is in the whole image."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc1 = nn.Conv2D(squeeze, 1, in_channels=in_channels)
        self.silu = nn.Swish()
        self.fc2 = nn.Conv2D(in_channels, 1, in_channels=squeeze)
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        y = self.silu(self.fc1(self.avgpool(x)))
        y = self.sigmoid(self.fc2(y))
        return F.broadcast_mul(x, y)


class MBConv(nn.HybridBlock):
    """A depthwise convolution of more channels, weighed, between pointwise ones."""

    def __init__(self, in_channels, channels, stride, expand, drop_prob):
        super().__init__()
        wide = in_channels * expand
        same = stride == 1 and in_channels == channels
        self.skip = same
        self.block = nn.HybridSequential()
        self.block.add(
            Conv(in_channels, wide),
            Conv(wide, wide, kernel=3, stride=stride, groups=wide),
            SqueezeExcitation(wide, in_channels // 4),
            Conv(wide, channels, act=False),
        )
        if same:
            self.stochastic_depth = StochasticDepth(drop_prob)
        else:
            self.stochastic_depth = nn.HybridSequential()

    def hybrid_forward(self, F, x):
        y = self.stochastic_depth(self.block(x))
        if self.skip:
            y = y + x
        return y


class Stage(nn.HybridSequential):
    """The same with depthwise convolutions."""

    def __init__(self, in_channels, channels, layers, stride, expand, first, step):
        super().__init__()
        for i in range(layers):
            self.add(
                MBConv(
                    in_channels if i == 0 else channels,
                    channels,
                    stride if i == 0 else 1,
                    expand,
                    step * (first + i),
                )
            )


class EfficientNetV2S(nn.HybridBlock):
    """EfficientNetV2-S (Tan and Le, 2021), 21,458,488 parameters."""

    def __init__(
        self,
        num_classes=1000,
        widths=(24, 48, 64, 128, 160, 256),
        layers=(2, 4, 4, 6, 9, 15),
        dropout=0.2,
        drop_prob=0.2,
    ):
        super().__init__()
        step = drop_prob / sum(layers)
        self.features = nn.HybridSequential()
        self.features.add(Conv(3, widths[0], kernel=3, stride=2))
        channels = widths[0]
        for i, (stride, expand) in enumerate(((1, 1), (2, 4), (2, 4))):
            self.features.add(
                FusedStage(
                    channels,
                    widths[i],
                    layers[i],
                    stride,
                    expand,
                    sum(layers[:i]),
                    step,
                )
            )
            channels = widths[i]
        features = widths[2]
        for i in range(len(widths) - 3):
            self.features.add(
                Stage(
                    features,
                    widths[i + 3],
                    layers[i + 3],
                    2 if i % 2 == 0 else 1,
                    4 if i == 0 else 6,
                    sum(layers[: i + 3]),
                    step,
                )
            )
            features = widths[i + 3]
        self.features.add(Conv(widths[-1], 1280))
        self.avgpool = nn.GlobalAvgPool2D()
        self.classifier = nn.HybridSequential()
        self.classifier.add(nn.Dropout(dropout), nn.Dense(num_classes, in_units=1280))

    def hybrid_forward(self, F, x):
        x = F.flatten(self.avgpool(self.features(x)))
        return self.classifier(x)
