import torch
from torch import nn
from torch.nn import functional as F


class ConvBN(nn.Sequential):
    """Convolution, batch normalisation and ReLU."""

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
            nn.ReLU(inplace=True),
        )


class Aggregation(nn.Module):
    """Five convolutions in turn, all of whose outputs are put together once."""

    def __init__(self, in_channels, width, channels, skip):
        super().__init__()
        self.skip = skip
        self.conv1 = ConvBN(in_channels, width)
        self.conv2 = ConvBN(width, width)
        self.conv3 = ConvBN(width, width)
        self.conv4 = ConvBN(width, width)
        self.conv5 = ConvBN(width, width)
        self.mix = ConvBN(in_channels + width * 5, channels, kernel=1)

    def forward(self, x):
        conv1 = self.conv1(x)
        conv2 = self.conv2(conv1)
        conv3 = self.conv3(conv2)
        conv4 = self.conv4(conv3)
        y = torch.cat((x, conv1, conv2, conv3, conv4, self.conv5(conv4)), dim=1)
        y = self.mix(y)
        if self.skip:
            y = y + x
        return y


class VoVNet39(nn.Module):
    """VoVNet-39 (Lee et al., 2019), of one-shot aggregation.

    22,600,296 parameters.
    """

    def __init__(self, num_classes=1000, layers=(1, 1, 2, 2)):
        super().__init__()
        self.stem = nn.Sequential(
            ConvBN(3, 64, stride=2), ConvBN(64, 64), ConvBN(64, 128, stride=2)
        )
        self.stage2 = nn.Sequential(
            *(
                Aggregation(128 if i == 0 else 256, 128, 256, i > 0)
                for i in range(layers[0])
            )
        )
        self.pool3 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.stage3 = nn.Sequential(
            *(
                Aggregation(256 if i == 0 else 512, 160, 512, i > 0)
                for i in range(layers[1])
            )
        )
        self.pool4 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.stage4 = nn.Sequential(
            *(
                Aggregation(512 if i == 0 else 768, 192, 768, i > 0)
                for i in range(layers[2])
            )
        )
        self.pool5 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.stage5 = nn.Sequential(
            *(
                Aggregation(768 if i == 0 else 1024, 224, 1024, i > 0)
                for i in range(layers[3])
            )
        )
        self.fc = nn.Linear(1024, num_classes)

    def forward(self, x):
        x = self.stem(x)
        x = self.pool3(self.stage2(x))
        x = self.pool4(self.stage3(x))
        x = self.pool5(self.stage4(x))
        x = F.adaptive_avg_pool2d(self.stage5(x), 1).flatten(1)
        return self.fc(x)
