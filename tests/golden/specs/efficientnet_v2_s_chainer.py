import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class StochasticDepth(chainer.Link):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not chainer.config.train:
            return x
        keep = 1 - self.drop_prob
        xp = chainer.backend.get_array_module(x)
        kept = xp.random.rand(len(x), *[1] * (x.ndim - 1)) < keep
        return x * (kept / keep).astype(x.dtype)


def silu(x):
    """x times its sigmoid."""
    return x * F.sigmoid(x)


class Conv(Stack):
    """A convolution, normalised, with or without an activation."""

    def __init__(self, in_channels, channels, kernel=1, stride=1, groups=1, act=True):
        super().__init__()
        self.append(
            L.Convolution2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=kernel // 2,
                nobias=True,
                groups=groups,
            )
        )
        self.append(L.BatchNormalization(channels, eps=0.001))
        if act:
            self.append(Apply(silu))


class FusedMBConv(chainer.Chain):
    """A 3x3 convolution, which a pointwise one follows where it expands."""

    def __init__(self, in_channels, channels, stride, expand, drop_prob):
        super().__init__()
        same = stride == 1 and in_channels == channels
        self.skip = same
        with self.init_scope():
            self.block = Stack()
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
            self.stochastic_depth = StochasticDepth(drop_prob) if same else F.identity

    def forward(self, x):
        y = self.stochastic_depth(self.block(x))
        if self.skip:
            y = y + x
        return y


class FusedStage(Stack):
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


class SqueezeExcitation(chainer.Chain):
    """Weighs the channels by what is in the whole image."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        with self.init_scope():
            self.fc1 = L.Convolution2D(in_channels, squeeze, 1)
            self.fc2 = L.Convolution2D(squeeze, in_channels, 1)

    def forward(self, x):
        y = silu(self.fc1(F.average(x, axis=(2, 3), keepdims=True)))
        y = F.sigmoid(self.fc2(y))
        return x * y


class MBConv(chainer.Chain):
    """A depthwise convolution of more channels, weighed, between pointwise ones."""

    def __init__(self, in_channels, channels, stride, expand, drop_prob):
        super().__init__()
        wide = in_channels * expand
        same = stride == 1 and in_channels == channels
        self.skip = same
        with self.init_scope():
            self.block = Stack(
                Conv(in_channels, wide),
                Conv(wide, wide, kernel=3, stride=stride, groups=wide),
                SqueezeExcitation(wide, in_channels // 4),
                Conv(wide, channels, act=False),
            )
            self.stochastic_depth = StochasticDepth(drop_prob) if same else F.identity

    def forward(self, x):
        y = self.stochastic_depth(self.block(x))
        if self.skip:
            y = y + x
        return y


class Stage(Stack):
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


class EfficientNetV2S(chainer.Chain):
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
        with self.init_scope():
            self.features = Stack()
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
            self.classifier = Stack(
                Apply(F.dropout, ratio=dropout), L.Linear(1280, num_classes)
            )

    def forward(self, x):
        x = F.average(self.features(x), axis=(2, 3))
        return self.classifier(x)
