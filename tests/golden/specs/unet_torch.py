import torch
from torch import nn
from torch.nn import functional as F


class DoubleConv(nn.Module):
    """Two 3x3 convolutions, each with batch normalisation and ReLU."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(x)))


class Up(nn.Module):
    """Doubles the resolution and merges the encoder's features of that resolution."""

    def __init__(self, in_channels, skip_channels, channels):
        super().__init__()
        self.up = nn.ConvTranspose2d(in_channels, channels, 2, stride=2)
        self.conv = DoubleConv(skip_channels + channels, channels)

    def forward(self, x, skip):
        x = torch.cat((skip, self.up(x)), dim=1)
        return self.conv(x)


class UNet(nn.Module):
    """U-Net (Ronneberger et al., 2015), padded and batch-normalised.

    The paper pads nothing, crops the skips and does not normalise; here the output
    is as large as the input, whose sides are multiples of 16. 31,037,698 parameters.
    """

    def __init__(self, num_classes=2, width=64):
        super().__init__()
        self.enc1 = DoubleConv(3, width)
        self.pool = nn.MaxPool2d(2)
        self.enc2 = DoubleConv(width, width * 2)
        self.enc3 = DoubleConv(width * 2, width * 4)
        self.enc4 = DoubleConv(width * 4, width * 8)
        self.enc5 = DoubleConv(width * 8, width * 16)
        self.up4 = Up(width * 16, width * 8, width * 8)
        self.up3 = Up(width * 8, width * 4, width * 4)
        self.up2 = Up(width * 4, width * 2, width * 2)
        self.up1 = Up(width * 2, width, width)
        self.head = nn.Conv2d(width, num_classes, 1)

    def forward(self, x):
        enc1 = self.enc1(x)
        enc2 = self.enc2(self.pool(enc1))
        enc3 = self.enc3(self.pool(enc2))
        enc4 = self.enc4(self.pool(enc3))
        x = self.enc5(self.pool(enc4))
        x = self.up4(x, enc4)
        x = self.up3(x, enc3)
        x = self.up2(x, enc2)
        x = self.up1(x, enc1)
        return self.head(x)
