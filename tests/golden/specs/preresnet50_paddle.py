from paddle import nn
from paddle.nn import functional as F


class Projection(nn.Layer):
    """The first block of a stage, whose shortcut reads what is already normalised."""

    def __init__(self, in_channels, width, stride):
        super().__init__()
        self.norm1 = nn.BatchNorm2D(in_channels)
        self.conv1 = nn.Conv2D(in_channels, width, 1, bias_attr=False)
        self.norm2 = nn.BatchNorm2D(width)
        self.conv2 = nn.Conv2D(
            width, width, 3, stride=stride, padding=1, bias_attr=False
        )
        self.norm3 = nn.BatchNorm2D(width)
        self.conv3 = nn.Conv2D(width, width * 4, 1, bias_attr=False)
        self.downsample = nn.Conv2D(
            in_channels, width * 4, 1, stride=stride, bias_attr=False
        )

    def forward(self, x):
        x = F.relu(self.norm1(x))
        shortcut = self.downsample(x)
        x = F.relu(self.norm2(self.conv1(x)))
        x = F.relu(self.norm3(self.conv2(x)))
        return self.conv3(x) + shortcut


class Bottleneck(nn.Layer):
    """Normalisation before 1x1, 3x3 and 1x1 convolutions, and nothing after the sum."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.norm1 = nn.BatchNorm2D(in_channels)
        self.conv1 = nn.Conv2D(in_channels, width, 1, bias_attr=False)
        self.norm2 = nn.BatchNorm2D(width)
        self.conv2 = nn.Conv2D(width, width, 3, padding=1, bias_attr=False)
        self.norm3 = nn.BatchNorm2D(width)
        self.conv3 = nn.Conv2D(width, width * 4, 1, bias_attr=False)

    def forward(self, x):
        y = self.conv1(F.relu(self.norm1(x)))
        y = self.conv2(F.relu(self.norm2(y)))
        y = self.conv3(F.relu(self.norm3(y)))
        return y + x


class Stage(nn.Sequential):
    """Blocks of one width."""

    def __init__(self, in_channels, depth, width, stride=2):
        super().__init__()
        self.append(Projection(in_channels, width, stride))
        if depth > 1:
            for _ in range(depth - 1):
                self.append(Bottleneck(width * 4, width))


class PreResNet50(nn.Layer):
    """ResNet-50 with identity mappings (He et al., 2016), stride on the 3x3.

    As in timm's resnetv2_50, the stem has no normalisation. 25,549,352 parameters.
    """

    def __init__(self, num_classes=1000, layers=(3, 4, 6, 3)):
        super().__init__()
        self.conv1 = nn.Conv2D(3, 64, 7, stride=2, padding=3, bias_attr=False)
        self.maxpool = nn.MaxPool2D(3, stride=2, padding=1)
        self.layer1 = Stage(64, layers[0], 64, stride=1)
        self.layer2 = Stage(256, layers[1], 128)
        self.layer3 = Stage(512, layers[2], 256)
        self.layer4 = Stage(1024, layers[3], 512)
        self.norm = nn.BatchNorm2D(2048)
        self.fc = nn.Linear(2048, num_classes)

    def forward(self, x):
        x = self.maxpool(self.conv1(x))
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.adaptive_avg_pool2d(F.relu(self.norm(self.layer4(x))), 1).flatten(1)
        return self.fc(x)
