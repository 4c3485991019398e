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
                padding=kernel // 2,
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

    def __init__(self, in_channels, kernel, hidden, channels, squeeze, swish, stride):
        super().__init__()
        self.skip = stride == 1 and in_channels == channels
        self.block = nn.Sequential()
        if hidden != in_channels:
            self.block.append(ConvBN(in_channels, hidden, swish=swish))
        self.block.append(
            ConvBN(
                hidden, hidden, kernel=kernel, stride=stride, groups=hidden, swish=swish
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


class MobileNetV3(nn.Module):
    """MobileNetV3-Small (Howard et al., 2019), width 1."""

    def __init__(self, num_classes=1000):
        super().__init__()
        self.features = nn.Sequential()
        self.features.append(ConvBN(3, 16, kernel=3, stride=2, swish=True))
        features = 16
        for kernel, hidden, channels, squeeze, swish, stride in (
            (3, 16, 16, 8, False, 2),
            (3, 72, 24, 0, False, 2),
            (3, 88, 24, 0, False, 1),
            (5, 96, 40, 24, True, 2),
            (5, 240, 40, 64, True, 1),
            (5, 240, 40, 64, True, 1),
            (5, 120, 48, 32, True, 1),
            (5, 144, 48, 40, True, 1),
            (5, 288, 96, 72, True, 2),
            (5, 576, 96, 144, True, 1),
            (5, 576, 96, 144, True, 1),
        ):
            self.features.append(
                InvertedResidual(
                    features, kernel, hidden, channels, squeeze, swish, stride
                )
            )
            features = channels
        self.features.append(ConvBN(96, 576, swish=True))
        self.classifier = nn.Sequential(
            nn.Linear(576, 1024),
            nn.Hardswish(),
            nn.Dropout(0.2),
            nn.Linear(1024, num_classes),
        )

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.features(x), 1).flatten(1)
        return self.classifier(x)
