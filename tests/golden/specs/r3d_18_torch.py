from torch import nn
from torch.nn import functional as F


class BasicBlock(nn.Module):
    """Two 3x3x3 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = nn.Sequential(
            nn.Conv3d(in_channels, width, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm3d(width),
            nn.ReLU(inplace=True),
        )
        self.conv2 = nn.Sequential(
            nn.Conv3d(width, width, 3, padding=1, bias=False), nn.BatchNorm3d(width)
        )
        if stride != 1 or in_channels != width:
            self.downsample = nn.Sequential(
                nn.Conv3d(in_channels, width, 1, stride=stride, bias=False),
                nn.BatchNorm3d(width),
            )
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        shortcut = self.downsample(x)
        x = self.conv1(x)
        return F.relu(self.conv2(x) + shortcut)


class R3D18(nn.Module):
    """Residual network of 3-D convolutions for video, 18 layers (Tran et al., 2018)."""

    def __init__(self, num_classes=400, layers=(2, 2, 2, 2)):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv3d(
                3, 64, (3, 7, 7), stride=(1, 2, 2), padding=(1, 3, 3), bias=False
            ),
            nn.BatchNorm3d(64),
            nn.ReLU(inplace=True),
        )
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
        x = self.stem(x)
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.adaptive_avg_pool3d(self.layer4(x), 1).flatten(1)
        return self.fc(x)
