import torch
from torch import nn
from torch.nn import functional as F


class SqueezeExcitation(nn.Module):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels):
        super().__init__()
        self.fc1 = nn.Conv2d(in_channels, in_channels // 16, 1)
        self.fc2 = nn.Conv2d(in_channels // 16, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.fc1(F.adaptive_avg_pool2d(x, 1)))
        y = torch.sigmoid(self.fc2(y))
        return x * y


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions and squeeze-and-excitation around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, width * 4, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(width * 4)
        self.se = SqueezeExcitation(width * 4)
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
        return F.relu(self.se(x) + shortcut)


class SEResNet50(nn.Module):
    """ResNet-50 with squeeze-and-excitation (Hu et al., 2018), stride on the 3x3.

    Tensors are named as in timm's seresnet50. 28,088,024 parameters.
    """

    def __init__(self, num_classes=1000, layers=(3, 4, 6, 3)):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = nn.Sequential(
            *(Bottleneck(64 if i == 0 else 256, 64) for i in range(layers[0]))
        )
        self.layer2 = nn.Sequential(
            *(
                Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
                for i in range(layers[1])
            )
        )
        self.layer3 = nn.Sequential(
            *(
                Bottleneck(512 if i == 0 else 1024, 256, stride=2 if i == 0 else 1)
                for i in range(layers[2])
            )
        )
        self.layer4 = nn.Sequential(
            *(
                Bottleneck(1024 if i == 0 else 2048, 512, stride=2 if i == 0 else 1)
                for i in range(layers[3])
            )
        )
        self.fc = nn.Linear(2048, num_classes)

    def forward(self, x):
        x = self.maxpool(F.relu(self.bn1(self.conv1(x))))
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.adaptive_avg_pool2d(self.layer4(x), 1).flatten(1)
        return self.fc(x)
