import torch
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


class ConvReLU(nn.Sequential):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels=256, kernel=1, dilation=1):
        super().__init__(
            nn.Conv2d(
                in_channels,
                channels,
                kernel,
                padding=dilation * (kernel // 2),
                dilation=dilation,
                bias=False,
            ),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        )


class Pooled(nn.Module):
    """The mean of the image, at every pixel."""

    def __init__(self, in_channels, channels=256):
        super().__init__()
        self.add_module("1", nn.Conv2d(in_channels, channels, 1, bias=False))
        self.add_module("2", nn.BatchNorm2d(channels))

    def forward(self, x):
        y = getattr(self, "2")(getattr(self, "1")(F.adaptive_avg_pool2d(x, 1)))
        y = F.relu(y, inplace=True)
        return F.interpolate(y, size=x.shape[2:], mode="bilinear", align_corners=False)


class Convs(nn.Module):
    """Part `convs` of ASPP."""

    def __init__(self, in_channels, rates):
        super().__init__()
        self.add_module("0", ConvReLU(in_channels))
        self.add_module("1", ConvReLU(in_channels, kernel=3, dilation=rates[0]))
        self.add_module("2", ConvReLU(in_channels, kernel=3, dilation=rates[1]))
        self.add_module("3", ConvReLU(in_channels, kernel=3, dilation=rates[2]))
        self.add_module("4", Pooled(in_channels))

    def forward(self, x):
        y = getattr(self, "0")(x)
        z = getattr(self, "1")(x)
        u = getattr(self, "2")(x)
        v = getattr(self, "3")(x)
        x = getattr(self, "4")(x)
        return (y, z, u, v, x)


class ASPP(nn.Module):
    """Atrous spatial pyramid pooling."""

    def __init__(self, in_channels, rates):
        super().__init__()
        self.convs = Convs(in_channels, rates)
        self.project = nn.Sequential(
            nn.Conv2d(1280, 256, 1, bias=False),
            nn.BatchNorm2d(256),
            nn.ReLU(inplace=True),
            nn.Dropout(),
        )

    def forward(self, x):
        x, y, z, u, v = self.convs(x)
        return self.project(torch.cat((x, y, z, u, v), dim=1))


class Head(nn.Sequential):
    """A score for each class at each pixel."""

    def __init__(self, in_channels, classes, rates):
        super().__init__(
            ASPP(in_channels, rates),
            nn.Conv2d(256, 256, 3, padding=1, bias=False),
            nn.BatchNorm2d(256),
            nn.ReLU(inplace=True),
            nn.Conv2d(256, classes, 1),
        )


class AuxiliaryHead(nn.Sequential):
    """3x3 to a quarter of the channels, then a score for each class at each pixel."""

    def __init__(self, in_channels, classes):
        super().__init__(
            nn.Conv2d(in_channels, in_channels // 4, 3, padding=1, bias=False),
            nn.BatchNorm2d(in_channels // 4),
            nn.ReLU(inplace=True),
            nn.Dropout(0.1),
            nn.Conv2d(in_channels // 4, classes, 1),
        )


class DeepLabV3MobileNetV3(nn.Module):
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
        z = self.classifier(z)
        out = F.interpolate(z, size=x.shape[2:], mode="bilinear", align_corners=False)
        y = self.aux_classifier(y)
        x = F.interpolate(y, size=x.shape[2:], mode="bilinear", align_corners=False)
        return (out, x)
