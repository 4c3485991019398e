from torch import nn
from torch.nn import functional as F


class BasicBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(
            in_channels, width, 3, stride=stride, padding=1, bias=False
        )
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        if stride != 1 or in_channels != width:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, width, 1, stride=stride, bias=False),
                nn.BatchNorm2d(width),
            )
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)


class ResNet18(nn.Module):
    """Deep residual network, 18 layers (He et al., 2016)."""

    def __init__(self, num_classes=1000, layers=(2, 2, 2, 2)):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = nn.Sequential(*(BasicBlock(64, 64) for _ in range(layers[0])))
        self.layer2 = nn.Sequential(
            *(
                BasicBlock(64 if i == 0 else 128, 128, stride=2 if i == 0 else 1)
                for i in range(layers[1])
            )
        )
        self.layer3 = nn.Sequential(
            *(
                BasicBlock(128 if i == 0 else 256, 256, stride=2 if i == 0 else 1)
                for i in range(layers[2])
            )
        )
        self.layer4 = nn.Sequential(
            *(
                BasicBlock(256 if i == 0 else 512, 512, stride=2 if i == 0 else 1)
                for i in range(layers[3])
            )
        )
        self.fc = nn.Linear(512, num_classes)

    def forward(self, x):
        x = self.maxpool(F.relu(self.bn1(self.conv1(x))))
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.adaptive_avg_pool2d(self.layer4(x), 1).flatten(1)
        return self.fc(x)
