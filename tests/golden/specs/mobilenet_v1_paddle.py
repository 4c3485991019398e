from paddle import nn
from paddle.nn import functional as F


class Separable(nn.Sequential):
    """Filters each channel on its own, then mixes the channels."""

    def __init__(self, in_channels, channels, stride):
        super().__init__(
            nn.Conv2D(
                in_channels,
                in_channels,
                3,
                stride=stride,
                padding=1,
                groups=in_channels,
                bias_attr=False,
            ),
            nn.BatchNorm2D(in_channels),
            nn.ReLU(),
            nn.Conv2D(in_channels, channels, 1, bias_attr=False),
            nn.BatchNorm2D(channels),
            nn.ReLU(),
        )


class MobileNetV1(nn.Layer):
    """MobileNet (Howard et al., 2017), width 1.

    4,231,976 parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.conv = nn.Conv2D(3, 32, 3, stride=2, padding=1, bias_attr=False)
        self.bn = nn.BatchNorm2D(32)
        self.blocks = nn.Sequential()
        features = 32
        for channels, stride in (
            (64, 1),
            (128, 2),
            (128, 1),
            (256, 2),
            (256, 1),
            (512, 2),
            (512, 1),
            (512, 1),
            (512, 1),
            (512, 1),
            (512, 1),
            (1024, 2),
            (1024, 1),
        ):
            self.blocks.append(Separable(features, channels, stride))
            features = channels
        self.fc = nn.Linear(1024, num_classes)

    def forward(self, x):
        x = F.relu(self.bn(self.conv(x)))
        x = F.adaptive_avg_pool2d(self.blocks(x), 1).flatten(1)
        return self.fc(x)
