import paddle
from paddle import nn
from paddle.nn import functional as F


class Up(nn.Layer):
    """Block Up."""

    def __init__(self, in_channels, skip_channels, channels):
        super().__init__()
        skip_width = in_channels + 1
        self.conv = nn.Conv2D(in_channels, channels, 1)
        self.other = nn.Conv2D(skip_channels, skip_width, 1)
        self.merge = nn.Conv2D(skip_channels + channels + skip_width, in_channels, 1)

    def forward(self, x, skip):
        conv = self.conv(x)
        x = paddle.concat((skip, conv, self.other(skip)), axis=1)
        return self.merge(x)


class Scale(nn.Layer):
    """Block Scale."""

    def __init__(self, in_channels, by_channels):
        super().__init__()
        self.fc = nn.Linear(by_channels, in_channels)

    def forward(self, features, by):
        gate = F.sigmoid(self.fc(by))
        x = F.adaptive_avg_pool2d(features, 1).flatten(1)
        return x * gate


class Inputs(nn.Layer):
    """Several inputs of the network and of a block."""

    def __init__(self, width=4):
        super().__init__()
        self.stem = nn.Conv2D(3, width, 3, padding=1)
        self.up = Up(width, 1, 3)
        self.up2 = Up(1, 3, 2)
        self.scale = Scale(width, 5)
        self.fc = nn.Linear(width + 6, 3)

    def forward(self, image, mask, vector):
        x = self.stem(image)
        up = self.up(x, mask)
        up2 = self.up2(mask, image)
        scale = self.scale(up, vector)
        x = F.adaptive_avg_pool2d(up2, 1).flatten(1)
        return self.fc(paddle.concat((scale, vector, x), axis=1))
