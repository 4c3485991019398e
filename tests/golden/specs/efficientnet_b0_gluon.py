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

    def __init__(
        self, in_channels, channels, eps, decay, kernel=1, stride=1, groups=1, act=True
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
            nn.BatchNorm(momentum=decay, epsilon=eps, in_channels=channels),
        )
        if act:
            self.add(nn.Swish())


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

    def __init__(
        self, in_channels, channels, kernel, stride, expand, drop_prob, eps, decay
    ):
        super().__init__()
        wide = in_channels * expand
        same = stride == 1 and in_channels == channels
        self.skip = same
        self.block = nn.HybridSequential()
        if expand != 1:
            self.block.add(Conv(in_channels, wide, eps, decay))
        self.block.add(
            Conv(
                wide if expand != 1 else in_channels,
                wide,
                eps,
                decay,
                kernel=kernel,
                stride=stride,
                groups=wide,
            ),
            SqueezeExcitation(wide, max(1, in_channels // 4)),
            Conv(wide, channels, eps, decay, act=False),
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
    """Blocks in turn, of which the first may halve height and width."""

    def __init__(
        self,
        in_channels,
        channels,
        layers,
        kernel,
        stride,
        expand,
        first,
        step,
        eps,
        decay,
    ):
        super().__init__()
        for i in range(layers):
            self.add(
                MBConv(
                    in_channels if i == 0 else channels,
                    channels,
                    kernel,
                    stride if i == 0 else 1,
                    expand,
                    step * (first + i),
                    eps,
                    decay,
                )
            )


class EfficientNetB0(nn.HybridBlock):
    """EfficientNet-B0 (Tan and Le, 2019), 5,288,548 parameters."""

    def __init__(
        self,
        num_classes=1000,
        widths=(32, 16, 24, 40, 80, 112, 192, 320),
        layers=(1, 2, 2, 3, 3, 4, 1),
        dropout=0.2,
        drop_prob=0.2,
        eps=1e-5,
        decay=0.9,
    ):
        super().__init__()
        self.features = nn.HybridSequential()
        self.features.add(Conv(3, widths[0], eps, decay, kernel=3, stride=2))
        channels = widths[0]
        for i, (kernel, stride, expand) in enumerate(
            (
                (3, 1, 1),
                (3, 2, 6),
                (5, 2, 6),
                (3, 2, 6),
                (5, 1, 6),
                (5, 2, 6),
                (3, 1, 6),
            )
        ):
            self.features.add(
                Stage(
                    channels,
                    widths[i + 1],
                    layers[i],
                    kernel,
                    stride,
                    expand,
                    sum(layers[:i]),
                    drop_prob / sum(layers),
                    eps,
                    decay,
                )
            )
            channels = widths[i + 1]
        self.features.add(Conv(widths[7], widths[7] * 4, eps, decay))
        self.avgpool = nn.GlobalAvgPool2D()
        self.classifier = nn.HybridSequential()
        self.classifier.add(
            nn.Dropout(dropout), nn.Dense(num_classes, in_units=widths[7] * 4)
        )

    def hybrid_forward(self, F, x):
        x = F.flatten(self.avgpool(self.features(x)))
        return self.classifier(x)
