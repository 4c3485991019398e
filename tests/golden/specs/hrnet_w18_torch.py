import torch
from torch import nn
from torch.nn import functional as F


class Apply(nn.Module):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


def resize_nearest(x, size=None, scale=None):
    """Resize by copying pixels, at places that F.interpolate rounds."""
    for axis, n in enumerate(x.shape[2:], 2):
        if size:
            places = [i * n // size[axis - 2] for i in range(size[axis - 2])]
        else:
            factor = scale[axis - 2]
            places = [int(i // factor) for i in range(int(n * factor))]
        x = x.index_select(axis, torch.tensor(places, device=x.device))
    return x


class ConvBN(nn.Sequential):
    """Convolution, batch normalisation and, if wanted, ReLU."""

    def __init__(
        self, in_channels, channels, kernel=3, stride=1, bias=False, relu=True
    ):
        super().__init__()
        self.append(
            nn.Conv2d(
                in_channels,
                channels,
                kernel,
                stride=stride,
                padding=kernel // 2,
                bias=bias,
            )
        )
        self.append(nn.BatchNorm2d(channels))
        if relu:
            self.append(nn.ReLU(inplace=True))


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.conv1 = ConvBN(in_channels, width, kernel=1)
        self.conv2 = ConvBN(width, width)
        self.conv3 = ConvBN(width, width * 4, kernel=1, relu=False)
        if in_channels != width * 4:
            self.downsample = ConvBN(in_channels, width * 4, kernel=1, relu=False)
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        shortcut = self.downsample(x)
        x = self.conv1(x)
        x = self.conv2(x)
        return F.relu(self.conv3(x) + shortcut)


class BasicBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv1 = ConvBN(in_channels, in_channels)
        self.conv2 = ConvBN(in_channels, in_channels, relu=False)

    def forward(self, x):
        y = self.conv1(x)
        return F.relu(self.conv2(y) + x)


class Up(nn.Sequential):
    """Brings the channels to a number, and enlarges."""

    def __init__(self, in_channels, channels, scale):
        super().__init__(
            ConvBN(in_channels, channels, kernel=1, relu=False),
            Apply(resize_nearest, scale=(scale, scale)),
        )


class Down(nn.Sequential):
    """Halves the height and the width as often as wanted, the last time without
    ReLU.
    """

    def __init__(self, in_channels, channels, times=1):
        super().__init__()
        if times > 1:
            for _ in range(times - 1):
                self.append(ConvBN(in_channels, in_channels, stride=2))
        self.append(ConvBN(in_channels, channels, stride=2, relu=False))


class Exchange2(nn.Module):
    """Two resolutions, then the sum of both in each."""

    def __init__(self, in_channels, b_channels, width):
        super().__init__()
        self.branch1 = nn.Sequential(*(BasicBlock(in_channels) for _ in range(4)))
        self.branch2 = nn.Sequential(*(BasicBlock(b_channels) for _ in range(4)))
        self.up12 = Up(b_channels, width, 2)
        self.down21 = Down(in_channels, width * 2)

    def forward(self, a, b):
        branch1 = self.branch1(a)
        branch2 = self.branch2(b)
        x = F.relu(branch1 + self.up12(branch2))
        return (x, F.relu(self.down21(branch1) + branch2))


class Exchange3(nn.Module):
    """Three resolutions, then the sum of all in each."""

    def __init__(self, in_channels, b_channels, c_channels, width):
        super().__init__()
        self.branch1 = nn.Sequential(*(BasicBlock(in_channels) for _ in range(4)))
        self.branch2 = nn.Sequential(*(BasicBlock(b_channels) for _ in range(4)))
        self.branch3 = nn.Sequential(*(BasicBlock(c_channels) for _ in range(4)))
        self.up12 = Up(b_channels, width, 2)
        self.up13 = Up(c_channels, width, 4)
        self.down21 = Down(in_channels, width * 2)
        self.up23 = Up(c_channels, width * 2, 2)
        self.down31 = Down(in_channels, width * 4, times=2)
        self.down32 = Down(b_channels, width * 4)

    def forward(self, a, b, c):
        branch1 = self.branch1(a)
        branch2 = self.branch2(b)
        branch3 = self.branch3(c)
        up12 = self.up12(branch2)
        x = F.relu(branch1 + up12 + self.up13(branch3))
        down21 = self.down21(branch1)
        y = F.relu(down21 + branch2 + self.up23(branch3))
        down31 = self.down31(branch1)
        return (x, y, F.relu(down31 + self.down32(branch2) + branch3))


class Exchange4(nn.Module):
    """Four resolutions, then the sum of all in each."""

    def __init__(self, in_channels, b_channels, c_channels, d_channels, width):
        super().__init__()
        self.branch1 = nn.Sequential(*(BasicBlock(in_channels) for _ in range(4)))
        self.branch2 = nn.Sequential(*(BasicBlock(b_channels) for _ in range(4)))
        self.branch3 = nn.Sequential(*(BasicBlock(c_channels) for _ in range(4)))
        self.branch4 = nn.Sequential(*(BasicBlock(d_channels) for _ in range(4)))
        self.up12 = Up(b_channels, width, 2)
        self.up13 = Up(c_channels, width, 4)
        self.up14 = Up(d_channels, width, 8)
        self.down21 = Down(in_channels, width * 2)
        self.up23 = Up(c_channels, width * 2, 2)
        self.up24 = Up(d_channels, width * 2, 4)
        self.down31 = Down(in_channels, width * 4, times=2)
        self.down32 = Down(b_channels, width * 4)
        self.up34 = Up(d_channels, width * 4, 2)
        self.down41 = Down(in_channels, width * 8, times=3)
        self.down42 = Down(b_channels, width * 8, times=2)
        self.down43 = Down(c_channels, width * 8)

    def forward(self, a, b, c, d):
        branch1 = self.branch1(a)
        branch2 = self.branch2(b)
        branch3 = self.branch3(c)
        branch4 = self.branch4(d)
        up12 = self.up12(branch2)
        up13 = self.up13(branch3)
        x = F.relu(branch1 + up12 + up13 + self.up14(branch4))
        down21 = self.down21(branch1)
        up23 = self.up23(branch3)
        y = F.relu(down21 + branch2 + up23 + self.up24(branch4))
        down31 = self.down31(branch1)
        down32 = self.down32(branch2)
        z = F.relu(down31 + down32 + branch3 + self.up34(branch4))
        down41 = self.down41(branch1)
        down42 = self.down42(branch2)
        return (x, y, z, F.relu(down41 + down42 + self.down43(branch3) + branch4))


class HRNet(nn.Module):
    """High-resolution network HRNet-W18 (Wang et al., 2020), with its classifier.

    Four resolutions run side by side and exchange what they find. 21,299,004
    parameters.
    """

    def __init__(self, num_classes=1000, width=18):
        super().__init__()
        self.stem1 = ConvBN(3, 64, stride=2)
        self.stem2 = ConvBN(64, 64, stride=2)
        self.layer1 = nn.Sequential(
            *(Bottleneck(64 if i == 0 else 256, 64) for i in range(4))
        )
        self.start1 = ConvBN(256, width)
        self.start2 = ConvBN(256, width * 2, stride=2)
        self.stage2 = Exchange2(width, width * 2, width)
        self.start3 = ConvBN(width * 2, width * 4, stride=2)
        self.stage3_1 = Exchange3(width, width * 2, width * 4, width)
        self.stage3_2 = Exchange3(width, width * 2, width * 4, width)
        self.stage3_3 = Exchange3(width, width * 2, width * 4, width)
        self.stage3_4 = Exchange3(width, width * 2, width * 4, width)
        self.start4 = ConvBN(width * 4, width * 8, stride=2)
        self.stage4_1 = Exchange4(width, width * 2, width * 4, width * 8, width)
        self.stage4_2 = Exchange4(width, width * 2, width * 4, width * 8, width)
        self.stage4_3 = Exchange4(width, width * 2, width * 4, width * 8, width)
        self.head1 = Bottleneck(width, 32)
        self.down1 = ConvBN(128, 256, stride=2, bias=True)
        self.head2 = Bottleneck(width * 2, 64)
        self.down2 = ConvBN(256, 512, stride=2, bias=True)
        self.head3 = Bottleneck(width * 4, 128)
        self.down3 = ConvBN(512, 1024, stride=2, bias=True)
        self.head4 = Bottleneck(width * 8, 256)
        self.final = ConvBN(1024, 2048, kernel=1, bias=True)
        self.fc = nn.Linear(2048, num_classes)

    def forward(self, x):
        x = self.stem1(x)
        x = self.stem2(x)
        layer1 = self.layer1(x)
        start1 = self.start1(layer1)
        stage2, b = self.stage2(start1, self.start2(layer1))
        a, b, c = self.stage3_1(stage2, b, self.start3(b))
        a, b, c = self.stage3_2(a, b, c)
        a, b, c = self.stage3_3(a, b, c)
        stage3_4, b, c = self.stage3_4(a, b, c)
        a, b, c, d = self.stage4_1(stage3_4, b, c, self.start4(c))
        a, b, c, d = self.stage4_2(a, b, c, d)
        a, b, c, d = self.stage4_3(a, b, c, d)
        x = self.head1(a)
        down1 = self.down1(x)
        x = self.head2(b) + down1
        down2 = self.down2(x)
        x = self.head3(c) + down2
        down3 = self.down3(x)
        x = self.head4(d) + down3
        x = F.adaptive_avg_pool2d(self.final(x), 1).flatten(1)
        return self.fc(x)
