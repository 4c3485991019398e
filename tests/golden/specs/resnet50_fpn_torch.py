from torch import nn
from torch.nn import functional as F


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, width * 4, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(width * 4)
        if stride != 1 or in_channels != width * 4:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, width * 4, 1, stride=stride, bias=False),
                nn.BatchNorm2d(width * 4),
            )
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return F.relu(x + shortcut)


class Backbone(nn.Module):
    """ResNet-50 without its classifier."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = nn.Sequential(
            *(Bottleneck(64 if i == 0 else 256, 64) for i in range(3))
        )
        self.layer2 = nn.Sequential(
            *(
                Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
                for i in range(4)
            )
        )
        self.layer3 = nn.Sequential(
            *(
                Bottleneck(512 if i == 0 else 1024, 256, stride=2 if i == 0 else 1)
                for i in range(6)
            )
        )
        self.layer4 = nn.Sequential(
            *(
                Bottleneck(1024 if i == 0 else 2048, 512, stride=2 if i == 0 else 1)
                for i in range(3)
            )
        )

    def forward(self, x):
        x = self.maxpool(F.relu(self.bn1(self.conv1(x))))
        c2 = self.layer1(x)
        c3 = self.layer2(c2)
        c4 = self.layer3(c3)
        return (c2, c3, c4, self.layer4(c4))


class Pyramid(nn.Module):
    """Brings coarse features down to the finer ones, level by level."""

    def __init__(self, in_channels, c3_channels, c4_channels, c5_channels, channels):
        super().__init__()
        self.inner5 = nn.Conv2d(c5_channels, channels, 1)
        self.lateral4 = nn.Conv2d(c4_channels, channels, 1)
        self.lateral3 = nn.Conv2d(c3_channels, channels, 1)
        self.lateral2 = nn.Conv2d(in_channels, channels, 1)
        self.layer2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.layer3 = nn.Conv2d(channels, channels, 3, padding=1)
        self.layer4 = nn.Conv2d(channels, channels, 3, padding=1)
        self.layer5 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, c2, c3, c4, c5):
        inner5 = self.inner5(c5)
        up5 = F.interpolate(inner5, scale_factor=2)
        inner4 = self.lateral4(c4) + up5
        up4 = F.interpolate(inner4, scale_factor=2)
        inner3 = self.lateral3(c3) + up4
        up3 = F.interpolate(inner3, scale_factor=2)
        x = self.lateral2(c2) + up3
        p2 = self.layer2(x)
        p3 = self.layer3(inner3)
        p4 = self.layer4(inner4)
        return (p2, p3, p4, self.layer5(inner5))


class ResNet50FPN(nn.Module):
    """Feature pyramid network (Lin et al., 2017) on a ResNet-50: a backbone for
    detection.

    Its outputs have strides of 4 to 32 and 256 channels each. The sides of the input
    are multiples of 32. 26,852,416 parameters.
    """

    def __init__(self, channels=256):
        super().__init__()
        self.body = Backbone(3)
        self.fpn = Pyramid(256, 512, 1024, 2048, channels)

    def forward(self, x):
        c2, c3, c4, c5 = self.body(x)
        p2, p3, p4, p5 = self.fpn(c2, c3, c4, c5)
        return (p2, p3, p4, p5)
