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


def resize_linear(x, size=None, scale=None, align_corners=False):
    """Resizes by mixing the nearest pixels along each side."""
    xp = chainer.backend.get_array_module(x)
    for side in range(x.ndim - 2):
        # Mixes the first of the sides and puts it last.
        n = x.shape[2]
        factor = scale[side] if scale else size[side] / n
        count = size[side] if size else int(n * factor)
        if align_corners:
            place = xp.arange(count) * ((n - 1) / max(count - 1, 1))
        else:
            place = xp.clip((xp.arange(count) + 0.5) / factor - 0.5, 0, n - 1)
        share = xp.maximum(1 - abs(place[:, None] - xp.arange(n)), 0)
        x = F.tensordot(x, share.astype(x.dtype), axes=((2,), (1,)))
    return x


class Bottleneck(chainer.Chain):
    """1x1, 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1, dilation=1):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(in_channels, width, 1, nobias=True)
            self.bn1 = L.BatchNormalization(width, eps=1e-5)
            self.conv2 = L.Convolution2D(
                width,
                width,
                3,
                stride=stride,
                pad=dilation,
                nobias=True,
                dilate=dilation,
            )
            self.bn2 = L.BatchNormalization(width, eps=1e-5)
            self.conv3 = L.Convolution2D(width, width * 4, 1, nobias=True)
            self.bn3 = L.BatchNormalization(width * 4, eps=1e-5)
            if stride != 1 or in_channels != width * 4:
                self.downsample = Stack(
                    L.Convolution2D(
                        in_channels, width * 4, 1, stride=stride, nobias=True
                    ),
                    L.BatchNormalization(width * 4, eps=1e-5),
                )
            else:
                self.downsample = F.identity

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return F.relu(x + shortcut)


class Backbone(chainer.Chain):
    """ResNet whose last two stages dilate instead of halving."""

    def __init__(self, in_channels, layers):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                in_channels, 64, 7, stride=2, pad=3, nobias=True
            )
            self.bn1 = L.BatchNormalization(64, eps=1e-5)
            self.layer1 = Stack(
                *(Bottleneck(64 if i == 0 else 256, 64) for i in range(layers[0]))
            )
            self.layer2 = Stack(
                *(
                    Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
                    for i in range(layers[1])
                )
            )
            self.layer3 = Stack(
                *(
                    Bottleneck(
                        512 if i == 0 else 1024, 256, dilation=1 if i == 0 else 2
                    )
                    for i in range(layers[2])
                )
            )
            self.layer4 = Stack(
                *(
                    Bottleneck(
                        1024 if i == 0 else 2048, 512, dilation=2 if i == 0 else 4
                    )
                    for i in range(layers[3])
                )
            )

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer1(F.max_pooling_2d(x, 3, stride=2, pad=1, cover_all=False))
        x = self.layer2(x)
        aux = self.layer3(x)
        return (aux, self.layer4(aux))


class Head(Stack):
    """3x3 to a quarter of the channels, then a score for each class at each pixel."""

    def __init__(self, in_channels, classes):
        super().__init__(
            L.Convolution2D(in_channels, in_channels // 4, 3, pad=1, nobias=True),
            L.BatchNormalization(in_channels // 4, eps=1e-5),
            Apply(F.relu),
            Apply(F.dropout, ratio=0.1),
            L.Convolution2D(in_channels // 4, classes, 1),
        )


class FCNResNet50(chainer.Chain):
    """Fully convolutional network (Long et al., 2015) on a dilated ResNet-50.

    The second output, from the third stage, is for an auxiliary loss.
    """

    def __init__(self, num_classes=21, layers=(3, 4, 6, 3)):
        super().__init__()
        with self.init_scope():
            self.backbone = Backbone(3, layers)
            self.classifier = Head(2048, num_classes)
            self.aux_classifier = Head(1024, num_classes)

    def forward(self, x):
        backbone, out = self.backbone(x)
        out = resize_linear(self.classifier(out), size=x.shape[2:])
        return (out, resize_linear(self.aux_classifier(backbone), size=x.shape[2:]))
