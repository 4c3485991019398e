import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class ConvBN(Stack):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=3, stride=1):
        super().__init__(
            L.Convolution2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=kernel // 2,
                nobias=True,
            ),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.relu),
        )


class Aggregation(chainer.Chain):
    """Five convolutions in turn, all of whose outputs are put together once."""

    def __init__(self, in_channels, width, channels, skip):
        super().__init__()
        self.skip = skip
        with self.init_scope():
            self.conv1 = ConvBN(in_channels, width)
            self.conv2 = ConvBN(width, width)
            self.conv3 = ConvBN(width, width)
            self.conv4 = ConvBN(width, width)
            self.conv5 = ConvBN(width, width)
            self.mix = ConvBN(in_channels + width * 5, channels, kernel=1)

    def forward(self, x):
        conv1 = self.conv1(x)
        conv2 = self.conv2(conv1)
        conv3 = self.conv3(conv2)
        conv4 = self.conv4(conv3)
        y = F.concat((x, conv1, conv2, conv3, conv4, self.conv5(conv4)), axis=1)
        y = self.mix(y)
        if self.skip:
            y = y + x
        return y


class VoVNet39(chainer.Chain):
    """VoVNet-39 (Lee et al., 2019), of one-shot aggregation.

    22,600,296 parameters.
    """

    def __init__(self, num_classes=1000, layers=(1, 1, 2, 2)):
        super().__init__()
        with self.init_scope():
            self.stem = Stack(
                ConvBN(3, 64, stride=2), ConvBN(64, 64), ConvBN(64, 128, stride=2)
            )
            self.stage2 = Stack(
                *(
                    Aggregation(128 if i == 0 else 256, 128, 256, i > 0)
                    for i in range(layers[0])
                )
            )
            self.stage3 = Stack(
                *(
                    Aggregation(256 if i == 0 else 512, 160, 512, i > 0)
                    for i in range(layers[1])
                )
            )
            self.stage4 = Stack(
                *(
                    Aggregation(512 if i == 0 else 768, 192, 768, i > 0)
                    for i in range(layers[2])
                )
            )
            self.stage5 = Stack(
                *(
                    Aggregation(768 if i == 0 else 1024, 224, 1024, i > 0)
                    for i in range(layers[3])
                )
            )
            self.fc = L.Linear(1024, num_classes)

    def forward(self, x):
        x = self.stem(x)
        x = F.max_pooling_2d(self.stage2(x), 3, stride=2, cover_all=True)
        x = F.max_pooling_2d(self.stage3(x), 3, stride=2, cover_all=True)
        x = F.max_pooling_2d(self.stage4(x), 3, stride=2, cover_all=True)
        x = F.average(self.stage5(x), axis=(2, 3))
        return self.fc(x)
