from paddle import nn
from paddle.nn import functional as F


class Bottleneck(nn.Layer):
    """1x1, grouped 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width, channels, stride=1, groups=1):
        super().__init__()
        self.conv1 = nn.Conv2D(in_channels, width, 1, bias_attr=False)
        self.bn1 = nn.BatchNorm2D(width)
        self.conv2 = nn.Conv2D(
            width, width, 3, stride=stride, padding=1, groups=groups, bias_attr=False
        )
        self.bn2 = nn.BatchNorm2D(width)
        self.conv3 = nn.Conv2D(width, channels, 1, bias_attr=False)
        self.bn3 = nn.BatchNorm2D(channels)
        if stride != 1 or in_channels != channels:
            self.downsample = nn.Sequential(
                nn.Conv2D(in_channels, channels, 1, stride=stride, bias_attr=False),
                nn.BatchNorm2D(channels),
            )
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return F.relu(x + shortcut)


class ResNeXt50(nn.Layer):
    """Residual network of grouped convolutions, 50 layers, 32x4d (Xie et al., 2017)."""

    def __init__(self, num_classes=1000, layers=(3, 4, 6, 3), groups=32, group_width=4):
        super().__init__()
        width = groups * group_width
        self.conv1 = nn.Conv2D(3, 64, 7, stride=2, padding=3, bias_attr=False)
        self.bn1 = nn.BatchNorm2D(64)
        self.maxpool = nn.MaxPool2D(3, stride=2, padding=1)
        self.layer1 = nn.Sequential(
            *(
                Bottleneck(64 if i == 0 else 256, width, 256, groups=groups)
                for i in range(layers[0])
            )
        )
        self.layer2 = nn.Sequential(
            *(
                Bottleneck(
                    256 if i == 0 else 512,
                    width * 2,
                    512,
                    stride=2 if i == 0 else 1,
                    groups=groups,
                )
                for i in range(layers[1])
            )
        )
        self.layer3 = nn.Sequential(
            *(
                Bottleneck(
                    512 if i == 0 else 1024,
                    width * 4,
                    1024,
                    stride=2 if i == 0 else 1,
                    groups=groups,
                )
                for i in range(layers[2])
            )
        )
        self.layer4 = nn.Sequential(
            *(
                Bottleneck(
                    1024 if i == 0 else 2048,
                    width * 8,
                    2048,
                    stride=2 if i == 0 else 1,
                    groups=groups,
                )
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
