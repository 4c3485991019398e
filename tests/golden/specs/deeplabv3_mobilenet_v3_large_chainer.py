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


def resize_linear(x, size=None, scale=None, align_corners=False):
    """Resizes by mixing the nearest pixels along each side."""
    xp = chainer.backend.get_array_module(x)
    for side in range(x.ndim - 2):
        # Mixes the first of the sides and puts it last.
        n = x.shape[2]
        factor = scale[side] if scale else size[side] / n
        count = size[side] if size else int(n * factor)
        if align_corners:
            place = xp.arange(count) * ((n - 1) / max(count - 1, 1))
        else:
            place = xp.clip((xp.arange(count) + 0.5) / factor - 0.5, 0, n - 1)
        share = xp.maximum(1 - abs(place[:, None] - xp.arange(n)), 0)
        x = F.tensordot(x, share.astype(x.dtype), axes=((2,), (1,)))
    return x


def hard_sigmoid(x):
    """x / 6 + 1 / 2, clipped to 0 and 1."""
    return F.relu6(x + 3) / 6


def hard_swish(x):
    """x times x / 6 + 1 / 2, the latter clipped to 0 and 1."""
    return x * F.relu6(x + 3) / 6


class ConvBN(Stack):
    """Convolution and batch normalisation, then hard-swish or ReLU unless linear."""

    def __init__(
        self,
        in_channels,
        channels,
        kernel=1,
        stride=1,
        dilation=1,
        groups=1,
        swish=False,
        linear=False,
    ):
        super().__init__()
        self.append(
            L.Convolution2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=dilation * (kernel // 2),
                nobias=True,
                dilate=dilation,
                groups=groups,
            )
        )
        self.append(L.BatchNormalization(channels, decay=0.99, eps=0.001))
        if swish:
            self.append(Apply(hard_swish))
        if not (swish or linear):
            self.append(Apply(F.relu))


class SqueezeExcitation(chainer.Chain):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        with self.init_scope():
            self.fc1 = L.Convolution2D(in_channels, squeeze, 1)
            self.fc2 = L.Convolution2D(squeeze, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.fc1(F.average(x, axis=(2, 3), keepdims=True)))
        y = hard_sigmoid(self.fc2(y))
        return x * y


class InvertedResidual(chainer.Chain):
    """Expands the channels, filters and weighs each one, and projects to a few."""

    def __init__(
        self,
        in_channels,
        kernel,
        hidden,
        channels,
        squeeze=0,
        swish=False,
        stride=1,
        dilation=1,
    ):
        super().__init__()
        self.skip = stride == 1 and in_channels == channels
        with self.init_scope():
            self.block = Stack()
            if hidden != in_channels:
                self.block.append(ConvBN(in_channels, hidden, swish=swish))
            self.block.append(
                ConvBN(
                    hidden,
                    hidden,
                    kernel=kernel,
                    stride=stride,
                    dilation=dilation,
                    groups=hidden,
                    swish=swish,
                )
            )
            if squeeze > 0:
                self.block.append(SqueezeExcitation(hidden, squeeze))
            self.block.append(ConvBN(hidden, channels, linear=True))

    def forward(self, x):
        y = self.block(x)
        if self.skip:
            y = y + x
        return y


class ConvReLU(Stack):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels=256, kernel=1, dilation=1):
        super().__init__(
            L.Convolution2D(
                in_channels,
                channels,
                kernel,
                pad=dilation * (kernel // 2),
                nobias=True,
                dilate=dilation,
            ),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.relu),
        )


class Pooled(chainer.Chain):
    """The mean of the image, at every pixel."""

    def __init__(self, in_channels, channels=256):
        super().__init__()
        self.add_link("1", L.Convolution2D(in_channels, channels, 1, nobias=True))
        self.add_link("2", L.BatchNormalization(channels, eps=1e-5))

    def forward(self, x):
        y = self["2"](self["1"](F.average(x, axis=(2, 3), keepdims=True)))
        return resize_linear(F.relu(y), size=x.shape[2:])


class Convs(chainer.Chain):
    """Part `convs` of ASPP."""

    def __init__(self, in_channels, rates):
        super().__init__()
        self.add_link("0", ConvReLU(in_channels))
        self.add_link("1", ConvReLU(in_channels, kernel=3, dilation=rates[0]))
        self.add_link("2", ConvReLU(in_channels, kernel=3, dilation=rates[1]))
        self.add_link("3", ConvReLU(in_channels, kernel=3, dilation=rates[2]))
        self.add_link("4", Pooled(in_channels))

    def forward(self, x):
        return (self["0"](x), self["1"](x), self["2"](x), self["3"](x), self["4"](x))


class ASPP(chainer.Chain):
    """Atrous spatial pyramid pooling."""

    def __init__(self, in_channels, rates):
        super().__init__()
        with self.init_scope():
            self.convs = Convs(in_channels, rates)
            self.project = Stack(
                L.Convolution2D(1280, 256, 1, nobias=True),
                L.BatchNormalization(256, eps=1e-5),
                Apply(F.relu),
                Apply(F.dropout),
            )

    def forward(self, x):
        x, y, z, u, v = self.convs(x)
        return self.project(F.concat((x, y, z, u, v), axis=1))


class Head(Stack):
    """A score for each class at each pixel."""

    def __init__(self, in_channels, classes, rates):
        super().__init__(
            ASPP(in_channels, rates),
            L.Convolution2D(256, 256, 3, pad=1, nobias=True),
            L.BatchNormalization(256, eps=1e-5),
            Apply(F.relu),
            L.Convolution2D(256, classes, 1),
        )


class AuxiliaryHead(Stack):
    """3x3 to a quarter of the channels, then a score for each class at each pixel."""

    def __init__(self, in_channels, classes):
        super().__init__(
            L.Convolution2D(in_channels, in_channels // 4, 3, pad=1, nobias=True),
            L.BatchNormalization(in_channels // 4, eps=1e-5),
            Apply(F.relu),
            Apply(F.dropout, ratio=0.1),
            L.Convolution2D(in_channels // 4, classes, 1),
        )


class DeepLabV3MobileNetV3(chainer.Chain):
    """DeepLabV3 (Chen et al., 2017) on a dilated MobileNetV3-Large.

    The second output, from the features at stride 8, is for an auxiliary loss.
    """

    def __init__(self, num_classes=21, rates=(12, 24, 36)):
        super().__init__()
        with self.init_scope():
            self.backbone = Stack(
                ConvBN(3, 16, kernel=3, stride=2, swish=True),
                InvertedResidual(16, 3, 16, 16),
                InvertedResidual(16, 3, 64, 24, stride=2),
                InvertedResidual(24, 3, 72, 24),
                InvertedResidual(24, 5, 72, 40, squeeze=24, stride=2),
                InvertedResidual(40, 5, 120, 40, squeeze=32),
                InvertedResidual(40, 5, 120, 40, squeeze=32),
                InvertedResidual(40, 3, 240, 80, swish=True, stride=2),
                InvertedResidual(80, 3, 200, 80, swish=True),
                InvertedResidual(80, 3, 184, 80, swish=True),
                InvertedResidual(80, 3, 184, 80, swish=True),
                InvertedResidual(80, 3, 480, 112, squeeze=120, swish=True),
                InvertedResidual(112, 3, 672, 112, squeeze=168, swish=True),
                InvertedResidual(112, 5, 672, 160, squeeze=168, swish=True, dilation=2),
                InvertedResidual(160, 5, 960, 160, squeeze=240, swish=True, dilation=2),
                InvertedResidual(160, 5, 960, 160, squeeze=240, swish=True, dilation=2),
                ConvBN(160, 960, swish=True),
            )
            self.classifier = Head(960, num_classes, rates)
            self.aux_classifier = AuxiliaryHead(40, num_classes)

    def forward(self, x):
        y = x
        for layer in self.backbone[:5]:
            y = layer(y)
        z = y
        for layer in self.backbone[5:]:
            z = layer(z)
        out = resize_linear(self.classifier(z), size=x.shape[2:])
        return (out, resize_linear(self.aux_classifier(y), size=x.shape[2:]))
