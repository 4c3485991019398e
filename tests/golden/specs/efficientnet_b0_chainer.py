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

    def __init__(
        self, in_channels, channels, eps, decay, kernel=1, stride=1, groups=1, act=True
    ):
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
        self.append(L.BatchNormalization(channels, decay=decay, eps=eps))
        if act:
            self.append(Apply(silu))


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

    def __init__(
        self, in_channels, channels, kernel, stride, expand, drop_prob, eps, decay
    ):
        super().__init__()
        wide = in_channels * expand
        same = stride == 1 and in_channels == channels
        self.skip = same
        with self.init_scope():
            self.block = Stack()
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
            self.stochastic_depth = StochasticDepth(drop_prob) if same else F.identity

    def forward(self, x):
        y = self.stochastic_depth(self.block(x))
        if self.skip:
            y = y + x
        return y


class Stage(Stack):
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


class EfficientNetB0(chainer.Chain):
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
        with self.init_scope():
            self.features = Stack()
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
            self.classifier = Stack(
                Apply(F.dropout, ratio=dropout), L.Linear(widths[7] * 4, num_classes)
            )

    def forward(self, x):
        x = F.average(self.features(x), axis=(2, 3))
        return self.classifier(x)
