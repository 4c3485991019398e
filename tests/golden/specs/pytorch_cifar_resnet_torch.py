from torch import nn
from torch.nn import functional as F


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(
            in_channels, channels, 3, stride=stride, padding=1, bias=False
        )
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        if stride != 1 or in_channels != channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(
                    in_channels, channels, 3, stride=stride, padding=1, bias=False
                ),
                nn.BatchNorm2d(channels),
            )
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)


class ResNet(nn.Module):
    """Residual network for CIFAR-10 of the PyTorch tutorial.

    Of its list of depths the first is used for two stages, the second for the last
    one, and the rest is never read. A shortcut that changes the shape is a 3x3
    convolution.
    """

    def __init__(self, first=2, second=2, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*(ResidualBlock(16, 16) for _ in range(first)))
        self.layer2 = nn.Sequential(
            *(
                ResidualBlock(16 if i == 0 else 32, 32, stride=2 if i == 0 else 1)
                for i in range(first)
            )
        )
        self.layer3 = nn.Sequential(
            *(
                ResidualBlock(32 if i == 0 else 64, 64, stride=2 if i == 0 else 1)
                for i in range(second)
            )
        )
        self.avg_pool = nn.AvgPool2d(8)
        self.fc = nn.Linear(64, num_classes)

    def forward(self, x):
        x = F.relu(self.bn(self.conv(x)))
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.avg_pool(self.layer3(x)).flatten(1)
        return self.fc(x)
