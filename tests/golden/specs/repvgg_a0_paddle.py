from paddle import nn
from paddle.nn import functional as F


class ConvBN(nn.Layer):
    """Convolution and batch normalisation."""

    def __init__(self, in_channels, channels, kernel, stride):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels,
            channels,
            kernel,
            stride=stride,
            padding=kernel // 2,
            bias_attr=False,
        )
        self.bn = nn.BatchNorm2D(channels)

    def forward(self, x):
        return self.bn(self.conv(x))


class RepVGGBlock(nn.Layer):
    """3x3, 1x1 and, where nothing changes its size, the input, all normalised."""

    def __init__(self, in_channels, channels, stride):
        super().__init__()
        self.skip = stride == 1 and in_channels == channels
        self.dense = ConvBN(in_channels, channels, 3, stride)
        self.point = ConvBN(in_channels, channels, 1, stride)
        if stride == 1 and in_channels == channels:
            self.identity = nn.BatchNorm2D(in_channels)

    def forward(self, x):
        y = self.dense(x) + self.point(x)
        if self.skip:
            y = y + self.identity(x)
        return F.relu(y)


class RepVGG(nn.Layer):
    """RepVGG-A0 in the form that is trained (Ding et al., 2021), three branches a
    block.

    9,108,968 parameters.
    """

    def __init__(
        self, num_classes=1000, layers=(2, 4, 14, 1), widths=(48, 48, 96, 192, 1280)
    ):
        super().__init__()
        self.stage0 = RepVGGBlock(3, widths[0], 2)
        self.stage1 = nn.Sequential(
            *(
                RepVGGBlock(
                    widths[0] if i == 0 else widths[1], widths[1], 2 if i == 0 else 1
                )
                for i in range(layers[0])
            )
        )
        self.stage2 = nn.Sequential(
            *(
                RepVGGBlock(
                    widths[1] if i == 0 else widths[2], widths[2], 2 if i == 0 else 1
                )
                for i in range(layers[1])
            )
        )
        self.stage3 = nn.Sequential(
            *(
                RepVGGBlock(
                    widths[2] if i == 0 else widths[3], widths[3], 2 if i == 0 else 1
                )
                for i in range(layers[2])
            )
        )
        self.stage4 = nn.Sequential(
            *(
                RepVGGBlock(
                    widths[3] if i == 0 else widths[4], widths[4], 2 if i == 0 else 1
                )
                for i in range(layers[3])
            )
        )
        self.fc = nn.Linear(widths[4], num_classes)

    def forward(self, x):
        x = self.stage0(x)
        x = self.stage1(x)
        x = self.stage2(x)
        x = self.stage3(x)
        x = F.adaptive_avg_pool2d(self.stage4(x), 1).flatten(1)
        return self.fc(x)
