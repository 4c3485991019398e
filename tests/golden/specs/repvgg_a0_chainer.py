import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class ConvBN(chainer.Chain):
    """Convolution and batch normalisation."""

    def __init__(self, in_channels, channels, kernel, stride):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=kernel // 2,
                nobias=True,
            )
            self.bn = L.BatchNormalization(channels, eps=1e-5)

    def forward(self, x):
        return self.bn(self.conv(x))


class RepVGGBlock(chainer.Chain):
    """3x3, 1x1 and, where nothing changes its size, the input, all normalised."""

    def __init__(self, in_channels, channels, stride):
        super().__init__()
        self.skip = stride == 1 and in_channels == channels
        with self.init_scope():
            self.dense = ConvBN(in_channels, channels, 3, stride)
            self.point = ConvBN(in_channels, channels, 1, stride)
            if stride == 1 and in_channels == channels:
                self.identity = L.BatchNormalization(in_channels, eps=1e-5)

    def forward(self, x):
        y = self.dense(x) + self.point(x)
        if self.skip:
            y = y + self.identity(x)
        return F.relu(y)


class RepVGG(chainer.Chain):
    """RepVGG-A0 in the form that is trained (Ding et al., 2021), three branches a
    block.

    9,108,968 parameters.
    """

    def __init__(
        self, num_classes=1000, layers=(2, 4, 14, 1), widths=(48, 48, 96, 192, 1280)
    ):
        super().__init__()
        with self.init_scope():
            self.stage0 = RepVGGBlock(3, widths[0], 2)
            self.stage1 = Stack(
                *(
                    RepVGGBlock(
                        widths[0] if i == 0 else widths[1],
                        widths[1],
                        2 if i == 0 else 1,
                    )
                    for i in range(layers[0])
                )
            )
            self.stage2 = Stack(
                *(
                    RepVGGBlock(
                        widths[1] if i == 0 else widths[2],
                        widths[2],
                        2 if i == 0 else 1,
                    )
                    for i in range(layers[1])
                )
            )
            self.stage3 = Stack(
                *(
                    RepVGGBlock(
                        widths[2] if i == 0 else widths[3],
                        widths[3],
                        2 if i == 0 else 1,
                    )
                    for i in range(layers[2])
                )
            )
            self.stage4 = Stack(
                *(
                    RepVGGBlock(
                        widths[3] if i == 0 else widths[4],
                        widths[4],
                        2 if i == 0 else 1,
                    )
                    for i in range(layers[3])
                )
            )
            self.fc = L.Linear(widths[4], num_classes)

    def forward(self, x):
        x = self.stage0(x)
        x = self.stage1(x)
        x = self.stage2(x)
        x = self.stage3(x)
        x = F.average(self.stage4(x), axis=(2, 3))
        return self.fc(x)
