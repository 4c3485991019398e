from paddle import nn
from paddle.nn import functional as F


class Conv2Plus1D(nn.Sequential):
    """A convolution within each frame, then one over time."""

    def __init__(self, in_channels, width, middle, stride=1):
        super().__init__(
            nn.Conv3D(
                in_channels,
                middle,
                (1, 3, 3),
                stride=(1, stride, stride),
                padding=(0, 1, 1),
                bias_attr=False,
            ),
            nn.BatchNorm3D(middle),
            nn.ReLU(),
            nn.Conv3D(
                middle,
                width,
                (3, 1, 1),
                stride=(stride, 1, 1),
                padding=(1, 0, 0),
                bias_attr=False,
            ),
        )


class BasicBlock(nn.Layer):
    """Two factorised convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        middle = 9 * in_channels * width // (3 * in_channels + width)
        self.conv1 = nn.Sequential(
            Conv2Plus1D(in_channels, width, middle, stride=stride),
            nn.BatchNorm3D(width),
            nn.ReLU(),
        )
        self.conv2 = nn.Sequential(
            Conv2Plus1D(width, width, middle), nn.BatchNorm3D(width)
        )
        if stride != 1 or in_channels != width:
            self.downsample = nn.Sequential(
                nn.Conv3D(in_channels, width, 1, stride=stride, bias_attr=False),
                nn.BatchNorm3D(width),
            )
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        shortcut = self.downsample(x)
        x = self.conv1(x)
        return F.relu(self.conv2(x) + shortcut)


class R2Plus1D18(nn.Layer):
    """Residual network for video that convolves frames, then time, 18 layers (Tran et
    al., 2018).
    """

    def __init__(self, num_classes=400, layers=(2, 2, 2, 2)):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv3D(
                3, 45, (1, 7, 7), stride=(1, 2, 2), padding=(0, 3, 3), bias_attr=False
            ),
            nn.BatchNorm3D(45),
            nn.ReLU(),
            nn.Conv3D(45, 64, (3, 1, 1), padding=(1, 0, 0), bias_attr=False),
            nn.BatchNorm3D(64),
            nn.ReLU(),
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
