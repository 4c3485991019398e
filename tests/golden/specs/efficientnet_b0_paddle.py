from paddle import nn
from paddle.nn import functional as F


class StochasticDepth(nn.Layer):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        return F.dropout(x, self.drop_prob, axis=0, training=self.training)


class Conv(nn.Sequential):
    """A convolution, normalised, with or without an activation."""

    def __init__(
        self, in_channels, channels, eps, decay, kernel=1, stride=1, groups=1, act=True
    ):
        super().__init__()
        self.append(
            nn.Conv2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                padding=kernel // 2,
                groups=groups,
                bias_attr=False,
            )
        )
        self.append(nn.BatchNorm2D(channels, momentum=decay, epsilon=eps))
        if act:
            self.append(nn.Silu())


class SqueezeExcitation(nn.Layer):
    """Weighs the channels by what is in the whole image."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.fc1 = nn.Conv2D(in_channels, squeeze, 1)
        self.fc2 = nn.Conv2D(squeeze, in_channels, 1)

    def forward(self, x):
        y = F.silu(self.fc1(F.adaptive_avg_pool2d(x, 1)))
        y = F.sigmoid(self.fc2(y))
        return x * y


class MBConv(nn.Layer):
    """A depthwise convolution of more channels, weighed, between pointwise ones."""

    def __init__(
        self, in_channels, channels, kernel, stride, expand, drop_prob, eps, decay
    ):
        super().__init__()
        wide = in_channels * expand
        same = stride == 1 and in_channels == channels
        self.skip = same
        self.block = nn.Sequential()
        if expand != 1:
            self.block.append(Conv(in_channels, wide, eps, decay))
        self.block.append(
            Conv(
                wide if expand != 1 else in_channels,
                wide,
                eps,
                decay,
                kernel=kernel,
                stride=stride,
                groups=wide,
            )
        )
        self.block.append(SqueezeExcitation(wide, max(1, in_channels // 4)))
        self.block.append(Conv(wide, channels, eps, decay, act=False))
        self.stochastic_depth = StochasticDepth(drop_prob) if same else nn.Identity()

    def forward(self, x):
        y = self.stochastic_depth(self.block(x))
        if self.skip:
            y = y + x
        return y


class Stage(nn.Sequential):
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
        super().__init__(
            *(
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
                for i in range(layers)
            )
        )


class EfficientNetB0(nn.Layer):
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
        self.features = nn.Sequential()
        self.features.append(Conv(3, widths[0], eps, decay, kernel=3, stride=2))
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
            self.features.append(
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
        self.features.append(Conv(widths[7], widths[7] * 4, eps, decay))
        self.classifier = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(widths[7] * 4, num_classes)
        )

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.features(x), 1).flatten(1)
        return self.classifier(x)
