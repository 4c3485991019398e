import paddle
from paddle import nn
from paddle.nn import functional as F


def hard_sigmoid(x):
    """Clip x / 6 + 1 / 2 to 0 and 1; the built-in one has a slope of 0.1666667."""
    return F.relu6(x + 3) / 6


def resize_linear(x, size=None, scale=None, align_corners=False):
    """Resize by mixing pixels along each side; F.interpolate rounds to float32."""
    for axis, n in enumerate(x.shape[2:], 2):
        factor = scale[axis - 2] if scale else size[axis - 2] / n
        count = size[axis - 2] if size else int(n * factor)
        place = paddle.arange(count, dtype=x.dtype)
        if align_corners:
            place = place * ((n - 1) / max(count - 1, 1))
        else:
            place = ((place + 0.5) / factor - 0.5).clip(min=0)
        low = place.astype("int64")
        high = (low + 1).clip(max=n - 1)
        share = (place - low.astype(x.dtype)).reshape(
            (-1,) + (1,) * (x.ndim - axis - 1)
        )
        x = x.index_select(low, axis) * (1 - share) + x.index_select(high, axis) * share
    return x


class ConvBN(nn.Sequential):
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
            nn.Conv2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                padding=dilation * (kernel // 2),
                dilation=dilation,
                groups=groups,
                bias_attr=False,
            )
        )
        self.append(nn.BatchNorm2D(channels, momentum=0.99, epsilon=0.001))
        if swish:
            self.append(nn.Hardswish())
        if not (swish or linear):
            self.append(nn.ReLU())


class SqueezeExcitation(nn.Layer):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.fc1 = nn.Conv2D(in_channels, squeeze, 1)
        self.fc2 = nn.Conv2D(squeeze, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.fc1(F.adaptive_avg_pool2d(x, 1)))
        y = hard_sigmoid(self.fc2(y))
        return x * y


class InvertedResidual(nn.Layer):
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
        self.block = nn.Sequential()
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


class ConvReLU(nn.Sequential):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels=256, kernel=1, dilation=1):
        super().__init__(
            nn.Conv2D(
                in_channels,
                channels,
                kernel,
                padding=dilation * (kernel // 2),
                dilation=dilation,
                bias_attr=False,
            ),
            nn.BatchNorm2D(channels),
            nn.ReLU(),
        )


class Pooled(nn.Layer):
    """The mean of the image, at every pixel."""

    def __init__(self, in_channels, channels=256):
        super().__init__()
        self.add_sublayer("1", nn.Conv2D(in_channels, channels, 1, bias_attr=False))
        self.add_sublayer("2", nn.BatchNorm2D(channels))

    def forward(self, x):
        y = getattr(self, "2")(getattr(self, "1")(F.adaptive_avg_pool2d(x, 1)))
        return resize_linear(F.relu(y), size=x.shape[2:])


class Convs(nn.Layer):
    """Part `convs` of ASPP."""

    def __init__(self, in_channels, rates):
        super().__init__()
        self.add_sublayer("0", ConvReLU(in_channels))
        self.add_sublayer("1", ConvReLU(in_channels, kernel=3, dilation=rates[0]))
        self.add_sublayer("2", ConvReLU(in_channels, kernel=3, dilation=rates[1]))
        self.add_sublayer("3", ConvReLU(in_channels, kernel=3, dilation=rates[2]))
        self.add_sublayer("4", Pooled(in_channels))

    def forward(self, x):
        y = getattr(self, "0")(x)
        z = getattr(self, "1")(x)
        u = getattr(self, "2")(x)
        v = getattr(self, "3")(x)
        x = getattr(self, "4")(x)
        return (y, z, u, v, x)


class ASPP(nn.Layer):
    """Atrous spatial pyramid pooling."""

    def __init__(self, in_channels, rates):
        super().__init__()
        self.convs = Convs(in_channels, rates)
        self.project = nn.Sequential(
            nn.Conv2D(1280, 256, 1, bias_attr=False),
            nn.BatchNorm2D(256),
            nn.ReLU(),
            nn.Dropout(),
        )

    def forward(self, x):
        x, y, z, u, v = self.convs(x)
        return self.project(paddle.concat((x, y, z, u, v), axis=1))


class Head(nn.Sequential):
    """A score for each class at each pixel."""

    def __init__(self, in_channels, classes, rates):
        super().__init__(
            ASPP(in_channels, rates),
            nn.Conv2D(256, 256, 3, padding=1, bias_attr=False),
            nn.BatchNorm2D(256),
            nn.ReLU(),
            nn.Conv2D(256, classes, 1),
        )


class AuxiliaryHead(nn.Sequential):
    """3x3 to a quarter of the channels, then a score for each class at each pixel."""

    def __init__(self, in_channels, classes):
        super().__init__(
            nn.Conv2D(in_channels, in_channels // 4, 3, padding=1, bias_attr=False),
            nn.BatchNorm2D(in_channels // 4),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Conv2D(in_channels // 4, classes, 1),
        )


class DeepLabV3MobileNetV3(nn.Layer):
    """DeepLabV3 (Chen et al., 2017) on a dilated MobileNetV3-Large.

    The second output, from the features at stride 8, is for an auxiliary loss.
    """

    def __init__(self, num_classes=21, rates=(12, 24, 36)):
        super().__init__()
        self.backbone = nn.Sequential(
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
        y = self.backbone[:5](x)
        z = self.backbone[5:](y)
        out = resize_linear(self.classifier(z), size=x.shape[2:])
        return (out, resize_linear(self.aux_classifier(y), size=x.shape[2:]))
