import torch
from torch import nn
from torch.nn import functional as F


class BasicConv2d(nn.Module):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=(1, 1), stride=1, padding=(0, 0)):
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, channels, kernel, stride=stride, padding=padding, bias=False
        )
        self.bn = nn.BatchNorm2d(channels, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class InceptionA(nn.Module):
    """5x5, two 3x3, and pooling, at 35x35."""

    def __init__(self, in_channels, pool_features):
        super().__init__()
        self.branch1x1 = BasicConv2d(in_channels, 64)
        self.branch5x5_1 = BasicConv2d(in_channels, 48)
        self.branch5x5_2 = BasicConv2d(48, 64, kernel=(5, 5), padding=(2, 2))
        self.branch3x3dbl_1 = BasicConv2d(in_channels, 64)
        self.branch3x3dbl_2 = BasicConv2d(64, 96, kernel=(3, 3), padding=(1, 1))
        self.branch3x3dbl_3 = BasicConv2d(96, 96, kernel=(3, 3), padding=(1, 1))
        self.pool = nn.AvgPool2d(3, stride=1, padding=1)
        self.branch_pool = BasicConv2d(in_channels, pool_features)

    def forward(self, x):
        branch1 = self.branch1x1(x)
        branch2 = self.branch5x5_1(x)
        branch2 = self.branch5x5_2(branch2)
        branch3 = self.branch3x3dbl_1(x)
        branch3 = self.branch3x3dbl_2(branch3)
        branch3 = self.branch3x3dbl_3(branch3)
        branch4 = self.branch_pool(self.pool(x))
        return torch.cat((branch1, branch2, branch3, branch4), dim=1)


class InceptionB(nn.Module):
    """From 35x35 to 17x17."""

    def __init__(self, in_channels):
        super().__init__()
        self.branch3x3 = BasicConv2d(in_channels, 384, kernel=(3, 3), stride=2)
        self.branch3x3dbl_1 = BasicConv2d(in_channels, 64)
        self.branch3x3dbl_2 = BasicConv2d(64, 96, kernel=(3, 3), padding=(1, 1))
        self.branch3x3dbl_3 = BasicConv2d(96, 96, kernel=(3, 3), stride=2)
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x):
        branch1 = self.branch3x3(x)
        branch2 = self.branch3x3dbl_1(x)
        branch2 = self.branch3x3dbl_2(branch2)
        branch2 = self.branch3x3dbl_3(branch2)
        branch3 = self.pool(x)
        return torch.cat((branch1, branch2, branch3), dim=1)


class InceptionC(nn.Module):
    """7x7 in factors, and pooling, at 17x17."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.branch1x1 = BasicConv2d(in_channels, 192)
        self.branch7x7_1 = BasicConv2d(in_channels, width)
        self.branch7x7_2 = BasicConv2d(width, width, kernel=(1, 7), padding=(0, 3))
        self.branch7x7_3 = BasicConv2d(width, 192, kernel=(7, 1), padding=(3, 0))
        self.branch7x7dbl_1 = BasicConv2d(in_channels, width)
        self.branch7x7dbl_2 = BasicConv2d(width, width, kernel=(7, 1), padding=(3, 0))
        self.branch7x7dbl_3 = BasicConv2d(width, width, kernel=(1, 7), padding=(0, 3))
        self.branch7x7dbl_4 = BasicConv2d(width, width, kernel=(7, 1), padding=(3, 0))
        self.branch7x7dbl_5 = BasicConv2d(width, 192, kernel=(1, 7), padding=(0, 3))
        self.pool = nn.AvgPool2d(3, stride=1, padding=1)
        self.branch_pool = BasicConv2d(in_channels, 192)

    def forward(self, x):
        branch1 = self.branch1x1(x)
        branch2 = self.branch7x7_1(x)
        branch2 = self.branch7x7_2(branch2)
        branch2 = self.branch7x7_3(branch2)
        branch3 = self.branch7x7dbl_1(x)
        branch3 = self.branch7x7dbl_2(branch3)
        branch3 = self.branch7x7dbl_3(branch3)
        branch3 = self.branch7x7dbl_4(branch3)
        branch3 = self.branch7x7dbl_5(branch3)
        branch4 = self.branch_pool(self.pool(x))
        return torch.cat((branch1, branch2, branch3, branch4), dim=1)


class InceptionD(nn.Module):
    """From 17x17 to 8x8."""

    def __init__(self, in_channels):
        super().__init__()
        self.branch3x3_1 = BasicConv2d(in_channels, 192)
        self.branch3x3_2 = BasicConv2d(192, 320, kernel=(3, 3), stride=2)
        self.branch7x7x3_1 = BasicConv2d(in_channels, 192)
        self.branch7x7x3_2 = BasicConv2d(192, 192, kernel=(1, 7), padding=(0, 3))
        self.branch7x7x3_3 = BasicConv2d(192, 192, kernel=(7, 1), padding=(3, 0))
        self.branch7x7x3_4 = BasicConv2d(192, 192, kernel=(3, 3), stride=2)
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x):
        branch1 = self.branch3x3_1(x)
        branch1 = self.branch3x3_2(branch1)
        branch2 = self.branch7x7x3_1(x)
        branch2 = self.branch7x7x3_2(branch2)
        branch2 = self.branch7x7x3_3(branch2)
        branch2 = self.branch7x7x3_4(branch2)
        branch3 = self.pool(x)
        return torch.cat((branch1, branch2, branch3), dim=1)


class InceptionE(nn.Module):
    """3x3 in two directions, and pooling, at 8x8."""

    def __init__(self, in_channels):
        super().__init__()
        self.branch1x1 = BasicConv2d(in_channels, 320)
        self.branch3x3_1 = BasicConv2d(in_channels, 384)
        self.branch3x3_2a = BasicConv2d(384, 384, kernel=(1, 3), padding=(0, 1))
        self.branch3x3_2b = BasicConv2d(384, 384, kernel=(3, 1), padding=(1, 0))
        self.branch3x3dbl_1 = BasicConv2d(in_channels, 448)
        self.branch3x3dbl_2 = BasicConv2d(448, 384, kernel=(3, 3), padding=(1, 1))
        self.branch3x3dbl_3a = BasicConv2d(384, 384, kernel=(1, 3), padding=(0, 1))
        self.branch3x3dbl_3b = BasicConv2d(384, 384, kernel=(3, 1), padding=(1, 0))
        self.pool = nn.AvgPool2d(3, stride=1, padding=1)
        self.branch_pool = BasicConv2d(in_channels, 192)

    def forward(self, x):
        branch1 = self.branch1x1(x)
        branch2 = self.branch3x3_1(x)
        branch2 = torch.cat(
            (self.branch3x3_2a(branch2), self.branch3x3_2b(branch2)), dim=1
        )
        branch3 = self.branch3x3dbl_1(x)
        branch3 = self.branch3x3dbl_2(branch3)
        y = self.branch3x3dbl_3a(branch3)
        z = self.branch3x3dbl_3b(branch3)
        branch3 = torch.cat((y, z), dim=1)
        branch4 = self.branch_pool(self.pool(x))
        return torch.cat((branch1, branch2, branch3, branch4), dim=1)


class AuxiliaryHead(nn.Module):
    """A classifier on features of the middle."""

    def __init__(self, in_channels, classes):
        super().__init__()
        self.pool = nn.AvgPool2d(5, stride=3)
        self.conv0 = BasicConv2d(in_channels, 128)
        self.conv1 = BasicConv2d(128, 768, kernel=(5, 5))
        self.fc = nn.Linear(768, classes)

    def forward(self, x):
        x = self.conv0(self.pool(x))
        x = F.adaptive_avg_pool2d(self.conv1(x), 1).flatten(1)
        return self.fc(x)


class InceptionV3(nn.Module):
    """Inception-v3 (Szegedy et al., 2016), with an auxiliary head in training.

    torchvision's published weights were trained on images scaled to [-1, 1].
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.Conv2d_1a_3x3 = BasicConv2d(3, 32, kernel=(3, 3), stride=2)
        self.Conv2d_2a_3x3 = BasicConv2d(32, 32, kernel=(3, 3))
        self.Conv2d_2b_3x3 = BasicConv2d(32, 64, kernel=(3, 3), padding=(1, 1))
        self.maxpool1 = nn.MaxPool2d(3, stride=2)
        self.Conv2d_3b_1x1 = BasicConv2d(64, 80)
        self.Conv2d_4a_3x3 = BasicConv2d(80, 192, kernel=(3, 3))
        self.maxpool2 = nn.MaxPool2d(3, stride=2)
        self.Mixed_5b = InceptionA(192, 32)
        self.Mixed_5c = InceptionA(256, 64)
        self.Mixed_5d = InceptionA(288, 64)
        self.Mixed_6a = InceptionB(288)
        self.Mixed_6b = InceptionC(768, 128)
        self.Mixed_6c = InceptionC(768, 160)
        self.Mixed_6d = InceptionC(768, 160)
        self.Mixed_6e = InceptionC(768, 192)
        self.Mixed_7a = InceptionD(768)
        self.Mixed_7b = InceptionE(1280)
        self.Mixed_7c = InceptionE(2048)
        self.dropout = nn.Dropout()
        self.fc = nn.Linear(2048, num_classes)
        self.AuxLogits = AuxiliaryHead(768, num_classes)

    def forward(self, x):
        x = self.Conv2d_1a_3x3(x)
        x = self.Conv2d_2a_3x3(x)
        x = self.maxpool1(self.Conv2d_2b_3x3(x))
        x = self.Conv2d_3b_1x1(x)
        x = self.maxpool2(self.Conv2d_4a_3x3(x))
        x = self.Mixed_5b(x)
        x = self.Mixed_5c(x)
        x = self.Mixed_5d(x)
        x = self.Mixed_6a(x)
        x = self.Mixed_6b(x)
        x = self.Mixed_6c(x)
        x = self.Mixed_6d(x)
        Mixed_6e = self.Mixed_6e(x)
        x = self.Mixed_7a(Mixed_6e)
        x = self.Mixed_7b(x)
        x = F.adaptive_avg_pool2d(self.Mixed_7c(x), 1)
        x = self.dropout(x).flatten(1)
        logits = self.fc(x)
        if self.training:
            return (logits, self.AuxLogits(Mixed_6e))
        return logits
