from torch import nn
from torch.nn import functional as F


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
            nn.Conv2d(
                in_channels,
                channels,
                kernel,
                stride=stride,
                padding=dilation * (kernel // 2),
                dilation=dilation,
                groups=groups,
                bias=False,
            )
        )
        self.append(nn.BatchNorm2d(channels, eps=0.001, momentum=0.01))
        if swish:
            self.append(nn.Hardswish())
        if not (swish or linear):
            self.append(nn.ReLU())


class SqueezeExcitation(nn.Module):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.fc1 = nn.Conv2d(in_channels, squeeze, 1)
        self.fc2 = nn.Conv2d(squeeze, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.fc1(F.adaptive_avg_pool2d(x, 1)))
        y = F.hardsigmoid(self.fc2(y))
        return x * y


class InvertedResidual(nn.Module):
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


class Head(nn.Module):
    """Weighs the coarse features by their means, and adds the scores of both."""

    def __init__(self, in_channels, high_channels, classes, channels=128):
        super().__init__()
        self.cbr = nn.Sequential(
            nn.Conv2d(high_channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        )
        self.scale = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(high_channels, channels, 1, bias=False),
            nn.Sigmoid(),
        )
        self.high_classifier = nn.Conv2d(channels, classes, 1)
        self.low_classifier = nn.Conv2d(in_channels, classes, 1)

    def forward(self, low, high):
        cbr = self.cbr(high)
        x = cbr * self.scale(high)
        x = F.interpolate(x, size=low.shape[2:], mode="bilinear", align_corners=False)
        high_classifier = self.high_classifier(x)
        return self.low_classifier(low) + high_classifier


class LRASPPMobileNetV3(nn.Module):
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
        y = self.classifier(y, z)
        return F.interpolate(y, size=x.shape[2:], mode="bilinear", align_corners=False)
