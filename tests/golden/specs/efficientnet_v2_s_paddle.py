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

    def __init__(self, in_channels, channels, kernel=1, stride=1, groups=1, act=True):
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
        self.append(nn.BatchNorm2D(channels, epsilon=0.001))
        if act:
            self.append(nn.Silu())


class FusedMBConv(nn.Layer):
    """A 3x3 convolution, which a pointwise one follows where it expands."""

    def __init__(self, in_channels, channels, stride, expand, drop_prob):
        super().__init__()
        same = stride == 1 and in_channels == channels
        self.skip = same
        self.block = nn.Sequential()
        if expand != 1:
            self.block.append(
                Conv(in_channels, in_channels * expand, kernel=3, stride=stride)
            )
        self.block.append(
            Conv(
                in_channels * expand if expand != 1 else in_channels,
                channels,
                kernel=3 if expand == 1 else 1,
                stride=stride if expand == 1 else 1,
                act=expand == 1,
            )
        )
        self.stochastic_depth = StochasticDepth(drop_prob) if same else nn.Identity()

    def forward(self, x):
        y = self.stochastic_depth(self.block(x))
        if self.skip:
            y = y + x
        return y


class FusedStage(nn.Sequential):
    """Blocks in turn, of which the first may halve height and width."""

    def __init__(self, in_channels, channels, layers, stride, expand, first, step):
        super().__init__(
            *(
                FusedMBConv(
                    in_channels if i == 0 else channels,
                    channels,
                    stride if i == 0 else 1,
                    expand,
                    step * (first + i),
                )
                for i in range(layers)
            )
        )


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

    def __init__(self, in_channels, channels, stride, expand, drop_prob):
        super().__init__()
        wide = in_channels * expand
        same = stride == 1 and in_channels == channels
        self.skip = same
        self.block = nn.Sequential(
            Conv(in_channels, wide),
            Conv(wide, wide, kernel=3, stride=stride, groups=wide),
            SqueezeExcitation(wide, in_channels // 4),
            Conv(wide, channels, act=False),
        )
        self.stochastic_depth = StochasticDepth(drop_prob) if same else nn.Identity()

    def forward(self, x):
        y = self.stochastic_depth(self.block(x))
        if self.skip:
            y = y + x
        return y


class Stage(nn.Sequential):
    """The same with depthwise convolutions."""

    def __init__(self, in_channels, channels, layers, stride, expand, first, step):
        super().__init__(
            *(
                MBConv(
                    in_channels if i == 0 else channels,
                    channels,
                    stride if i == 0 else 1,
                    expand,
                    step * (first + i),
                )
                for i in range(layers)
            )
        )


class EfficientNetV2S(nn.Layer):
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
        self.features = nn.Sequential()
        self.features.append(Conv(3, widths[0], kernel=3, stride=2))
        channels = widths[0]
        for i, (stride, expand) in enumerate(((1, 1), (2, 4), (2, 4))):
            self.features.append(
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
            self.features.append(
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
        self.features.append(Conv(widths[-1], 1280))
        self.classifier = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(1280, num_classes)
        )

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.features(x), 1).flatten(1)
        return self.classifier(x)
