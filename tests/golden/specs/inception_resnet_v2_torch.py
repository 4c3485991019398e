import torch
from torch import nn
from torch.nn import functional as F


class ConvBN(nn.Module):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=(1, 1), stride=1, padding=(0, 0)):
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, channels, kernel, stride=stride, padding=padding, bias=False
        )
        self.bn = nn.BatchNorm2d(channels, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Stem(nn.Module):
    """1x1, 5x5, two 3x3, and a mean, at 35x35."""

    def __init__(self, in_channels):
        super().__init__()
        self.branch1 = ConvBN(in_channels, 96)
        self.branch2_1 = ConvBN(in_channels, 48)
        self.branch2_2 = ConvBN(48, 64, kernel=(5, 5), padding=(2, 2))
        self.branch3_1 = ConvBN(in_channels, 64)
        self.branch3_2 = ConvBN(64, 96, kernel=(3, 3), padding=(1, 1))
        self.branch3_3 = ConvBN(96, 96, kernel=(3, 3), padding=(1, 1))
        self.pool = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.branch4 = ConvBN(in_channels, 64)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch3 = self.branch3_1(x)
        branch3 = self.branch3_2(branch3)
        branch3 = self.branch3_3(branch3)
        branch4 = self.branch4(self.pool(x))
        return torch.cat((branch1, branch2, branch3, branch4), dim=1)


class BlockA(nn.Module):
    """1x1, 3x3 and two 3x3, a part of which is added, at 35x35."""

    def __init__(self, in_channels):
        super().__init__()
        self.branch1 = ConvBN(in_channels, 32)
        self.branch2_1 = ConvBN(in_channels, 32)
        self.branch2_2 = ConvBN(32, 32, kernel=(3, 3), padding=(1, 1))
        self.branch3_1 = ConvBN(in_channels, 32)
        self.branch3_2 = ConvBN(32, 48, kernel=(3, 3), padding=(1, 1))
        self.branch3_3 = ConvBN(48, 64, kernel=(3, 3), padding=(1, 1))
        self.up = nn.Conv2d(128, in_channels, 1)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch3 = self.branch3_1(x)
        branch3 = self.branch3_2(branch3)
        branch3 = self.branch3_3(branch3)
        y = self.up(torch.cat((branch1, branch2, branch3), dim=1)) * 0.17
        return F.relu(y + x)


class ReductionA(nn.Module):
    """From 35x35 to 17x17."""

    def __init__(self, in_channels):
        super().__init__()
        self.branch1 = ConvBN(in_channels, 384, kernel=(3, 3), stride=2)
        self.branch2_1 = ConvBN(in_channels, 256)
        self.branch2_2 = ConvBN(256, 256, kernel=(3, 3), padding=(1, 1))
        self.branch2_3 = ConvBN(256, 384, kernel=(3, 3), stride=2)
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        branch3 = self.pool(x)
        return torch.cat((branch1, branch2, branch3), dim=1)


class BlockB(nn.Module):
    """1x1, and 7x7 in factors, a part of which is added, at 17x17."""

    def __init__(self, in_channels):
        super().__init__()
        self.branch1 = ConvBN(in_channels, 192)
        self.branch2_1 = ConvBN(in_channels, 128)
        self.branch2_2 = ConvBN(128, 160, kernel=(1, 7), padding=(0, 3))
        self.branch2_3 = ConvBN(160, 192, kernel=(7, 1), padding=(3, 0))
        self.up = nn.Conv2d(384, in_channels, 1)

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        y = self.up(torch.cat((branch1, branch2), dim=1)) * 0.1
        return F.relu(y + x)


class ReductionB(nn.Module):
    """From 17x17 to 8x8."""

    def __init__(self, in_channels):
        super().__init__()
        self.branch1_1 = ConvBN(in_channels, 256)
        self.branch1_2 = ConvBN(256, 384, kernel=(3, 3), stride=2)
        self.branch2_1 = ConvBN(in_channels, 256)
        self.branch2_2 = ConvBN(256, 288, kernel=(3, 3), stride=2)
        self.branch3_1 = ConvBN(in_channels, 256)
        self.branch3_2 = ConvBN(256, 288, kernel=(3, 3), padding=(1, 1))
        self.branch3_3 = ConvBN(288, 320, kernel=(3, 3), stride=2)
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x):
        branch1 = self.branch1_1(x)
        branch1 = self.branch1_2(branch1)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch3 = self.branch3_1(x)
        branch3 = self.branch3_2(branch3)
        branch3 = self.branch3_3(branch3)
        branch4 = self.pool(x)
        return torch.cat((branch1, branch2, branch3, branch4), dim=1)


class BlockC(nn.Module):
    """1x1, and 3x3 in factors, a part of which is added, at 8x8."""

    def __init__(self, in_channels, factor=0.2, last=False):
        super().__init__()
        self.factor = factor
        self.branch1 = ConvBN(in_channels, 192)
        self.branch2_1 = ConvBN(in_channels, 192)
        self.branch2_2 = ConvBN(192, 224, kernel=(1, 3), padding=(0, 1))
        self.branch2_3 = ConvBN(224, 256, kernel=(3, 1), padding=(1, 0))
        self.up = nn.Conv2d(448, in_channels, 1)
        self.relu = nn.ReLU() if not last else nn.Identity()

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2_1(x)
        branch2 = self.branch2_2(branch2)
        branch2 = self.branch2_3(branch2)
        y = self.up(torch.cat((branch1, branch2), dim=1)) * self.factor
        return self.relu(y + x)


class InceptionResNetV2(nn.Module):
    """Inception-ResNet-v2 (Szegedy et al., 2017), with the factors of the authors'
    code.

    55,843,464 parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.conv1 = ConvBN(3, 32, kernel=(3, 3), stride=2)
        self.conv2 = ConvBN(32, 32, kernel=(3, 3))
        self.conv3 = ConvBN(32, 64, kernel=(3, 3), padding=(1, 1))
        self.pool1 = nn.MaxPool2d(3, stride=2)
        self.conv4 = ConvBN(64, 80)
        self.conv5 = ConvBN(80, 192, kernel=(3, 3))
        self.pool2 = nn.MaxPool2d(3, stride=2)
        self.stem = Stem(192)
        self.blocks_a = nn.Sequential(*(BlockA(320) for _ in range(10)))
        self.reduction_a = ReductionA(320)
        self.blocks_b = nn.Sequential(*(BlockB(1088) for _ in range(20)))
        self.reduction_b = ReductionB(1088)
        self.blocks_c = nn.Sequential(*(BlockC(2080) for _ in range(9)))
        self.block_c = BlockC(2080, factor=1.0, last=True)
        self.conv6 = ConvBN(2080, 1536)
        self.fc = nn.Linear(1536, num_classes)

    def forward(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        x = self.pool1(self.conv3(x))
        x = self.conv4(x)
        x = self.pool2(self.conv5(x))
        x = self.stem(x)
        x = self.blocks_a(x)
        x = self.reduction_a(x)
        x = self.blocks_b(x)
        x = self.reduction_b(x)
        x = self.blocks_c(x)
        x = self.block_c(x)
        x = F.adaptive_avg_pool2d(self.conv6(x), 1).flatten(1)
        return self.fc(x)
