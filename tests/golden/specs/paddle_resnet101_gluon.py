import mxnet as mx
from mxnet.gluon import nn


class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)


class ConvBNLayer(nn.HybridBlock):
    """Convolution, batch normalisation and, if wanted, ReLU or leaky ReLU."""

    def __init__(
        self, in_channels, num_filters, filter_size, stride=1, groups=1, act="none"
    ):
        super().__init__()
        self._conv = nn.Conv2D(
            num_filters,
            filter_size,
            strides=stride,
            padding=(filter_size - 1) // 2,
            groups=groups,
            in_channels=in_channels,
            use_bias=False,
        )
        self._batch_norm = nn.BatchNorm(in_channels=num_filters)
        self._relu = nn.Activation("relu") if act == "relu" else nn.HybridSequential()
        self._leaky = LeakyReLU(0.1) if act == "leaky" else nn.HybridSequential()

    def hybrid_forward(self, F, x):
        x = self._relu(self._batch_norm(self._conv(x)))
        return self._leaky(x)


class BottleneckBlock(nn.HybridBlock):
    """1x1, 3x3, 1x1 convolutions around a shortcut, which projects unless shortcut."""

    def __init__(self, in_channels, num_filters, stride, shortcut=True):
        super().__init__()
        self.conv0 = ConvBNLayer(in_channels, num_filters, 1, act="relu")
        self.conv1 = ConvBNLayer(num_filters, num_filters, 3, stride=stride, act="relu")
        self.conv2 = ConvBNLayer(num_filters, num_filters * 4, 1)
        if not shortcut:
            self.short = ConvBNLayer(in_channels, num_filters * 4, 1, stride=stride)
        else:
            self.short = nn.HybridSequential()
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        shortcut = self.short(x)
        x = self.conv0(x)
        x = self.conv1(x)
        return self.relu(self.conv2(x) + shortcut)


class ResNet(nn.HybridBlock):
    """ResNet-101 of the PaddlePaddle tutorial, which calls num_classes class_dim.

    A single class is its default, and its BottleneckBlock is not shown there.
    """

    def __init__(self, layers=101, num_classes=1):
        super().__init__()
        depth = (
            (3, 4, 6, 3)
            if layers == 50
            else (3, 4, 23, 3)
            if layers == 101
            else (3, 8, 36, 3)
        )
        self.conv = ConvBNLayer(3, 64, 7, stride=2, act="relu")
        self.pool2d_max = nn.MaxPool2D(3, strides=2, padding=1)
        self.blocks = nn.HybridSequential()
        channels = 64
        for stage, num_filters in enumerate((64, 128, 256, 512)):
            for i in range(depth[stage]):
                self.blocks.register_child(
                    BottleneckBlock(
                        channels if i == 0 else num_filters * 4,
                        num_filters,
                        2 if i == 0 and stage != 0 else 1,
                        shortcut=i != 0,
                    ),
                    f"bb_{stage}_{i}",
                )
            channels = num_filters * 4
        self.pool2d_avg = nn.GlobalAvgPool2D()
        self.out = nn.Dense(
            num_classes,
            in_units=2048,
            weight_initializer=mx.init.Uniform(0.022097086912079608),
        )

    def hybrid_forward(self, F, x):
        x = self.pool2d_max(self.conv(x))
        x = F.flatten(self.pool2d_avg(self.blocks(x)))
        return self.out(x)
