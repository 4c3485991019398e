from paddle import nn
from paddle.nn import functional as F


class ConvBNLayer(nn.Layer):
    """Convolution, batch normalisation and, if wanted, ReLU or leaky ReLU."""

    def __init__(
        self, in_channels, num_filters, filter_size, stride=1, groups=1, act="none"
    ):
        super().__init__()
        self._conv = nn.Conv2D(
            in_channels,
            num_filters,
            filter_size,
            stride=stride,
            padding=(filter_size - 1) // 2,
            groups=groups,
            bias_attr=False,
        )
        self._batch_norm = nn.BatchNorm2D(num_filters)
        self._relu = nn.ReLU() if act == "relu" else nn.Identity()
        self._leaky = nn.LeakyReLU(0.1) if act == "leaky" else nn.Identity()

    def forward(self, x):
        x = self._relu(self._batch_norm(self._conv(x)))
        return self._leaky(x)


class BottleneckBlock(nn.Layer):
    """1x1, 3x3, 1x1 convolutions around a shortcut, which projects unless shortcut."""

    def __init__(self, in_channels, num_filters, stride, shortcut=True):
        super().__init__()
        self.conv0 = ConvBNLayer(in_channels, num_filters, 1, act="relu")
        self.conv1 = ConvBNLayer(num_filters, num_filters, 3, stride=stride, act="relu")
        self.conv2 = ConvBNLayer(num_filters, num_filters * 4, 1)
        if not shortcut:
            self.short = ConvBNLayer(in_channels, num_filters * 4, 1, stride=stride)
        else:
            self.short = nn.Identity()

    def forward(self, x):
        shortcut = self.short(x)
        x = self.conv0(x)
        x = self.conv1(x)
        return F.relu(self.conv2(x) + shortcut)


class ResNet(nn.Layer):
    """ResNet of 50, 101 or 152 layers, of the PaddlePaddle tutorial.

    The tutorial calls num_classes class_dim; a single class is its default. It uses
    a BottleneckBlock that it does not show; here its stride is on the 3x3
    convolution.
    """

    def __init__(self, layers=50, num_classes=1):
        super().__init__()
        depth = (
            (3, 4, 6, 3)
            if layers == 50
            else (3, 4, 23, 3)
            if layers == 101
            else (3, 8, 36, 3)
        )
        self.conv = ConvBNLayer(3, 64, 7, stride=2, act="relu")
        self.pool2d_max = nn.MaxPool2D(3, stride=2, padding=1)
        self.blocks = nn.Sequential()
        channels = 64
        for stage, num_filters in enumerate((64, 128, 256, 512)):
            for i in range(depth[stage]):
                self.blocks.add_sublayer(
                    f"bb_{stage}_{i}",
                    BottleneckBlock(
                        channels if i == 0 else num_filters * 4,
                        num_filters,
                        2 if i == 0 and stage != 0 else 1,
                        shortcut=i != 0,
                    ),
                )
            channels = num_filters * 4
        self.out = nn.Linear(
            2048,
            num_classes,
            weight_attr=nn.initializer.Uniform(
                low=-0.022097086912079608, high=0.022097086912079608
            ),
        )

    def forward(self, x):
        x = self.pool2d_max(self.conv(x))
        x = F.adaptive_avg_pool2d(self.blocks(x), 1).flatten(1)
        return self.out(x)
