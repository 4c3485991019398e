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


class Head(nn.Layer):
    """Weighs the coarse features by their means, and adds the scores of both."""

    def __init__(self, in_channels, high_channels, classes, channels=128):
        super().__init__()
        self.cbr = nn.Sequential(
            nn.Conv2D(high_channels, channels, 1, bias_attr=False),
            nn.BatchNorm2D(channels),
            nn.ReLU(),
        )
        self.scale = nn.Sequential(
            nn.AdaptiveAvgPool2D(1),
            nn.Conv2D(high_channels, channels, 1, bias_attr=False),
            nn.Sigmoid(),
        )
        self.high_classifier = nn.Conv2D(channels, classes, 1)
        self.low_classifier = nn.Conv2D(in_channels, classes, 1)

    def forward(self, low, high):
        cbr = self.cbr(high)
        x = resize_linear(cbr * self.scale(high), size=low.shape[2:])
        high_classifier = self.high_classifier(x)
        return self.low_classifier(low) + high_classifier


class LRASPPMobileNetV3(nn.Layer):
    """Lite R-ASPP (Howard et al., 2019) on a dilated MobileNetV3-Large."""

    def __init__(self, num_classes=21):
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
        self.classifier = Head(40, 960, num_classes)

    def forward(self, x):
        y = self.backbone[:5](x)
        z = self.backbone[5:](y)
        return resize_linear(self.classifier(y, z), size=x.shape[2:])
