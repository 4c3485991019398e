from torch import nn
from torch.nn import functional as F


class ConvBN(nn.Sequential):
    """Convolution, batch normalisation and leaky ReLU."""

    def __init__(self, in_channels, channels, kernel=3, stride=1):
        super().__init__(
            nn.Conv2d(
                in_channels,
                channels,
                kernel,
                stride=stride,
                padding=kernel // 2,
                bias=False,
            ),
            nn.BatchNorm2d(channels),
            nn.LeakyReLU(0.1),
        )


class Residual(nn.Module):
    """Halves the channels by 1x1 and restores them by 3x3, added to its input."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv1 = ConvBN(in_channels, in_channels // 2, kernel=1)
        self.conv2 = ConvBN(in_channels // 2, in_channels)

    def forward(self, x):
        y = self.conv1(x)
        return self.conv2(y) + x


class Stage(nn.Module):
    """Halves the height and the width, then refines."""

    def __init__(self, in_channels, channels, depth):
        super().__init__()
        self.down = ConvBN(in_channels, channels, stride=2)
        self.blocks = nn.Sequential(*(Residual(channels) for _ in range(depth)))

    def forward(self, x):
        x = self.down(x)
        return self.blocks(x)


class Darknet53(nn.Module):
    """Darknet-53, the classifier below YOLOv3 (Redmon and Farhadi, 2018).

    41,609,928 parameters.
    """

    def __init__(self, num_classes=1000, layers=(1, 2, 8, 8, 4)):
        super().__init__()
        self.conv = ConvBN(3, 32)
        self.stages = nn.Sequential()
        features = 32
        for i, channels in enumerate((64, 128, 256, 512, 1024)):
            self.stages.append(Stage(features, channels, layers[i]))
            features = channels
        self.fc = nn.Linear(1024, num_classes)

    def forward(self, x):
        x = self.conv(x)
        x = F.adaptive_avg_pool2d(self.stages(x), 1).flatten(1)
        return self.fc(x)
