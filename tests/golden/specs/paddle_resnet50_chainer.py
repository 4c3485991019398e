import chainer
import chainer.functions as F
import chainer.links as L
from chainer import initializers


class NamedStack(chainer.Chain):
    """Applies its links in the order in which they were added."""

    def __init__(self):
        super().__init__()
        self.names = []

    def add_link(self, name, link):
        super().add_link(name, link)
        self.names.append(name)

    def append(self, link):
        self.add_link(str(sum(map(str.isdigit, self.names))), link)

    def __iter__(self):
        return (self[name] for name in self.names)

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class ConvBNLayer(chainer.Chain):
    """Convolution, batch normalisation and, if wanted, ReLU or leaky ReLU."""

    def __init__(
        self, in_channels, num_filters, filter_size, stride=1, groups=1, act="none"
    ):
        super().__init__()
        with self.init_scope():
            self._conv = L.Convolution2D(
                in_channels,
                num_filters,
                filter_size,
                stride=stride,
                pad=(filter_size - 1) // 2,
                nobias=True,
                groups=groups,
            )
            self._batch_norm = L.BatchNormalization(num_filters, eps=1e-5)
            self._relu = F.relu if act == "relu" else F.identity
            self.use__leaky = act == "leaky"

    def forward(self, x):
        x = self._relu(self._batch_norm(self._conv(x)))
        if self.use__leaky:
            x = F.leaky_relu(x, slope=0.1)
        return x


class BottleneckBlock(chainer.Chain):
    """1x1, 3x3, 1x1 convolutions around a shortcut, which projects unless shortcut."""

    def __init__(self, in_channels, num_filters, stride, shortcut=True):
        super().__init__()
        with self.init_scope():
            self.conv0 = ConvBNLayer(in_channels, num_filters, 1, act="relu")
            self.conv1 = ConvBNLayer(
                num_filters, num_filters, 3, stride=stride, act="relu"
            )
            self.conv2 = ConvBNLayer(num_filters, num_filters * 4, 1)
            if not shortcut:
                self.short = ConvBNLayer(in_channels, num_filters * 4, 1, stride=stride)
            else:
                self.short = F.identity

    def forward(self, x):
        shortcut = self.short(x)
        x = self.conv0(x)
        x = self.conv1(x)
        return F.relu(self.conv2(x) + shortcut)


class ResNet(chainer.Chain):
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
        with self.init_scope():
            self.conv = ConvBNLayer(3, 64, 7, stride=2, act="relu")
            self.blocks = NamedStack()
            channels = 64
            for stage, num_filters in enumerate((64, 128, 256, 512)):
                for i in range(depth[stage]):
                    self.blocks.add_link(
                        f"bb_{stage}_{i}",
                        BottleneckBlock(
                            channels if i == 0 else num_filters * 4,
                            num_filters,
                            2 if i == 0 and stage != 0 else 1,
                            shortcut=i != 0,
                        ),
                    )
                channels = num_filters * 4
            self.out = L.Linear(
                2048, num_classes, initialW=initializers.Uniform(0.022097086912079608)
            )

    def forward(self, x):
        x = F.max_pooling_2d(self.conv(x), 3, stride=2, pad=1, cover_all=False)
        x = F.average(self.blocks(x), axis=(2, 3))
        return self.out(x)
