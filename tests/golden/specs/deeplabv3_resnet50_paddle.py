import paddle
from paddle import nn
from paddle.nn import functional as F


def resize_linear(x, size=None, scale=None, align_corners=False):
    """Resize by mixing pixels along each side; F.interpolate rounds to float32."""
    for axis, n in enumerate(x.shape[2:], 2):
        factor = scale[axis - 2] if scale else size[axis - 2] / n
        count = size[axis - 2] if size else int(n * factor)
        place = paddle.arange(count, dtype=x.dtype)
        if align_corners:
            place = place * ((n - 1) / max(count - 1, 1))
        else:
            place = ((place + 0.5) / factor - 0.5).clip(min=0)
        low = place.astype("int64")
        high = (low + 1).clip(max=n - 1)
        share = (place - low.astype(x.dtype)).reshape(
            (-1,) + (1,) * (x.ndim - axis - 1)
        )
        x = x.index_select(low, axis) * (1 - share) + x.index_select(high, axis) * share
    return x


class Bottleneck(nn.Layer):
    """1x1, 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1, dilation=1):
        super().__init__()
        self.conv1 = nn.Conv2D(in_channels, width, 1, bias_attr=False)
        self.bn1 = nn.BatchNorm2D(width)
        self.conv2 = nn.Conv2D(
            width,
            width,
            3,
            stride=stride,
            padding=dilation,
            dilation=dilation,
            bias_attr=False,
        )
        self.bn2 = nn.BatchNorm2D(width)
        self.conv3 = nn.Conv2D(width, width * 4, 1, bias_attr=False)
        self.bn3 = nn.BatchNorm2D(width * 4)
        if stride != 1 or in_channels != width * 4:
            self.downsample = nn.Sequential(
                nn.Conv2D(in_channels, width * 4, 1, stride=stride, bias_attr=False),
                nn.BatchNorm2D(width * 4),
            )
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return F.relu(x + shortcut)


class Backbone(nn.Layer):
    """ResNet whose last two stages dilate instead of halving."""

    def __init__(self, in_channels, layers):
        super().__init__()
        self.conv1 = nn.Conv2D(in_channels, 64, 7, stride=2, padding=3, bias_attr=False)
        self.bn1 = nn.BatchNorm2D(64)
        self.maxpool = nn.MaxPool2D(3, stride=2, padding=1)
        self.layer1 = nn.Sequential(
            *(Bottleneck(64 if i == 0 else 256, 64) for i in range(layers[0]))
        )
        self.layer2 = nn.Sequential(
            *(
                Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
                for i in range(layers[1])
            )
        )
        self.layer3 = nn.Sequential(
            *(
                Bottleneck(512 if i == 0 else 1024, 256, dilation=1 if i == 0 else 2)
                for i in range(layers[2])
            )
        )
        self.layer4 = nn.Sequential(
            *(
                Bottleneck(1024 if i == 0 else 2048, 512, dilation=2 if i == 0 else 4)
                for i in range(layers[3])
            )
        )

    def forward(self, x):
        x = self.maxpool(F.relu(self.bn1(self.conv1(x))))
        x = self.layer1(x)
        x = self.layer2(x)
        aux = self.layer3(x)
        return (aux, self.layer4(aux))


class ConvBN(nn.Sequential):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels=256, kernel=1, dilation=1):
        super().__init__(
            nn.Conv2D(
                in_channels,
                channels,
                kernel,
                padding=dilation * (kernel // 2),
                dilation=dilation,
                bias_attr=False,
            ),
            nn.BatchNorm2D(channels),
            nn.ReLU(),
        )


class Pooled(nn.Layer):
    """The mean of the image, at every pixel."""

    def __init__(self, in_channels, channels=256):
        super().__init__()
        self.add_sublayer("1", nn.Conv2D(in_channels, channels, 1, bias_attr=False))
        self.add_sublayer("2", nn.BatchNorm2D(channels))

    def forward(self, x):
        y = getattr(self, "2")(getattr(self, "1")(F.adaptive_avg_pool2d(x, 1)))
        return resize_linear(F.relu(y), size=x.shape[2:])


class Convs(nn.Layer):
    """Part `convs` of ASPP."""

    def __init__(self, in_channels, rates):
        super().__init__()
        self.add_sublayer("0", ConvBN(in_channels))
        self.add_sublayer("1", ConvBN(in_channels, kernel=3, dilation=rates[0]))
        self.add_sublayer("2", ConvBN(in_channels, kernel=3, dilation=rates[1]))
        self.add_sublayer("3", ConvBN(in_channels, kernel=3, dilation=rates[2]))
        self.add_sublayer("4", Pooled(in_channels))

    def forward(self, x):
        y = getattr(self, "0")(x)
        z = getattr(self, "1")(x)
        u = getattr(self, "2")(x)
        v = getattr(self, "3")(x)
        x = getattr(self, "4")(x)
        return (y, z, u, v, x)


class ASPP(nn.Layer):
    """Atrous spatial pyramid pooling."""

    def __init__(self, in_channels, rates):
        super().__init__()
        self.convs = Convs(in_channels, rates)
        self.project = nn.Sequential(
            nn.Conv2D(1280, 256, 1, bias_attr=False),
            nn.BatchNorm2D(256),
            nn.ReLU(),
            nn.Dropout(),
        )

    def forward(self, x):
        x, y, z, u, v = self.convs(x)
        return self.project(paddle.concat((x, y, z, u, v), axis=1))


class Head(nn.Sequential):
    """A score for each class at each pixel."""

    def __init__(self, in_channels, classes, rates):
        super().__init__(
            ASPP(in_channels, rates),
            nn.Conv2D(256, 256, 3, padding=1, bias_attr=False),
            nn.BatchNorm2D(256),
            nn.ReLU(),
            nn.Conv2D(256, classes, 1),
        )


class AuxiliaryHead(nn.Sequential):
    """3x3 to a quarter of the channels, then a score for each class at each pixel."""

    def __init__(self, in_channels, classes):
        super().__init__(
            nn.Conv2D(in_channels, in_channels // 4, 3, padding=1, bias_attr=False),
            nn.BatchNorm2D(in_channels // 4),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Conv2D(in_channels // 4, classes, 1),
        )


class DeepLabV3ResNet50(nn.Layer):
    """DeepLabV3 (Chen et al., 2017) on a dilated ResNet-50.

    The second output, from the third stage, is for an auxiliary loss.
    """

    def __init__(self, num_classes=21, layers=(3, 4, 6, 3), rates=(12, 24, 36)):
        super().__init__()
        self.backbone = Backbone(3, layers)
        self.classifier = Head(2048, num_classes, rates)
        self.aux_classifier = AuxiliaryHead(1024, num_classes)

    def forward(self, x):
        backbone, out = self.backbone(x)
        out = resize_linear(self.classifier(out), size=x.shape[2:])
        return (out, resize_linear(self.aux_classifier(backbone), size=x.shape[2:]))
