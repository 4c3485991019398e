from torch import nn
from torch.nn import functional as F


class ConvBNReLU6(nn.Sequential):
    """Convolution, batch normalisation and ReLU6."""

    def __init__(self, in_channels, channels, kernel=3, stride=1, groups=1):
        super().__init__(
            nn.Conv2d(
                in_channels,
                channels,
                kernel,
                stride=stride,
                padding=kernel // 2,
                groups=groups,
                bias=False,
            ),
            nn.BatchNorm2d(channels),
            nn.ReLU6(inplace=True),
        )


class InvertedResidual(nn.Module):
    """Expands the channels, filters each on its own, and projects to a few."""

    def __init__(self, in_channels, channels, stride, expansion):
        super().__init__()
        hidden = in_channels * expansion
        self.skip = stride == 1 and in_channels == channels
        self.conv = nn.Sequential()
        if expansion != 1:
            self.conv.append(ConvBNReLU6(in_channels, hidden, kernel=1))
        self.conv.append(
            ConvBNReLU6(
                hidden if expansion != 1 else in_channels,
                hidden,
                stride=stride,
                groups=hidden,
            )
        )
        self.conv.append(nn.Conv2d(hidden, channels, 1, bias=False))
        self.conv.append(nn.BatchNorm2d(channels))

    def forward(self, x):
        y = self.conv(x)
        if self.skip:
            y = y + x
        return y


class MobileNetV2(nn.Module):
    """MobileNetV2, of inverted residuals (Sandler et al., 2018), width 1."""

    def __init__(self, num_classes=1000):
        super().__init__()
        self.features = nn.Sequential()
        self.features.append(ConvBNReLU6(3, 32, stride=2))
        features = 32
        for expansion, channels, times, stride in (
            (1, 16, 1, 1),
            (6, 24, 2, 2),
            (6, 32, 3, 2),
            (6, 64, 4, 2),
            (6, 96, 3, 1),
            (6, 160, 3, 2),
            (6, 320, 1, 1),
        ):
            for i in range(times):
                self.features.append(
                    InvertedResidual(
                        features if i == 0 else channels,
                        channels,
                        stride if i == 0 else 1,
                        expansion,
                    )
                )
            features = channels
        self.features.append(ConvBNReLU6(320, 1280, kernel=1))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, num_classes))

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.features(x), 1).flatten(1)
        return self.classifier(x)
