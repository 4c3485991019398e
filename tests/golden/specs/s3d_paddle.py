import paddle
from paddle import nn
from paddle.nn import functional as F


class ConvUnit(nn.Sequential):
    """A convolution with batch norm and ReLU."""

    def __init__(self, in_channels, channels, kernel=(1, 1, 1), stride=(1, 1, 1)):
        super().__init__(
            nn.Conv3D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                padding=(kernel[0] // 2, kernel[1] // 2, kernel[2] // 2),
                bias_attr=False,
            ),
            nn.BatchNorm3D(channels, momentum=0.999, epsilon=0.001),
            nn.ReLU(),
        )


class Separable(nn.Sequential):
    """A convolution within each frame, then one over time."""

    def __init__(self, in_channels, channels, size=3, stride=1):
        super().__init__(
            ConvUnit(
                in_channels,
                channels,
                kernel=(1, size, size),
                stride=(1, stride, stride),
            ),
            ConvUnit(channels, channels, kernel=(size, 1, 1), stride=(stride, 1, 1)),
        )


class Inception(nn.Layer):
    """Four branches, whose channels are concatenated."""

    def __init__(self, in_channels, one, reduce, three, reduce2, three2, pool):
        super().__init__()
        self.branch0 = ConvUnit(in_channels, one)
        self.branch1 = nn.Sequential(
            ConvUnit(in_channels, reduce), Separable(reduce, three)
        )
        self.branch2 = nn.Sequential(
            ConvUnit(in_channels, reduce2), Separable(reduce2, three2)
        )
        self.branch3 = nn.Sequential(
            nn.MaxPool3D(3, stride=1, padding=1), ConvUnit(in_channels, pool)
        )

    def forward(self, x):
        branch0 = self.branch0(x)
        branch1 = self.branch1(x)
        branch2 = self.branch2(x)
        branch3 = self.branch3(x)
        return paddle.concat((branch0, branch1, branch2, branch3), axis=1)


class S3D(nn.Layer):
    """Inception for video with separable 3-D convolutions (Xie et al., 2018)."""

    def __init__(self, num_classes=400):
        super().__init__()
        self.features = nn.Sequential(
            Separable(3, 64, size=7, stride=2),
            nn.MaxPool3D((1, 3, 3), stride=(1, 2, 2), padding=(0, 1, 1)),
            ConvUnit(64, 64),
            Separable(64, 192),
            nn.MaxPool3D((1, 3, 3), stride=(1, 2, 2), padding=(0, 1, 1)),
            Inception(192, 64, 96, 128, 16, 32, 32),
            Inception(256, 128, 128, 192, 32, 96, 64),
            nn.MaxPool3D(3, stride=2, padding=1),
            Inception(480, 192, 96, 208, 16, 48, 64),
            Inception(512, 160, 112, 224, 24, 64, 64),
            Inception(512, 128, 128, 256, 24, 64, 64),
            Inception(512, 112, 144, 288, 32, 64, 64),
            Inception(528, 256, 160, 320, 32, 128, 128),
            nn.MaxPool3D(2),
            Inception(832, 256, 160, 320, 32, 128, 128),
            Inception(832, 384, 192, 384, 48, 128, 128),
        )
        self.avgpool = nn.AvgPool3D((2, 7, 7), stride=1)
        self.classifier = nn.Sequential(
            nn.Dropout(0.2), nn.Conv3D(1024, num_classes, 1)
        )

    def forward(self, x):
        x = self.avgpool(self.features(x))
        return F.adaptive_avg_pool3d(self.classifier(x), 1).flatten(1)
