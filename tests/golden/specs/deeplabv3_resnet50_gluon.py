from mxnet.gluon import nn


class ResizeND(nn.HybridBlock):
    """Resizes by factors up / down, to a size, or to the sides of a second input."""

    def __init__(
        self,
        up=None,
        down=None,
        size=None,
        sides=2,
        linear=False,
        align_corners=False,
    ):
        super().__init__()
        self.up = up
        self.down = down or (1,) * sides
        self.size = size
        self.sides = sides
        self.linear = linear
        self.align_corners = align_corners

    def hybrid_forward(self, F, x, like=None):
        for side in range(self.sides):
            axis = side + 2
            place = self.places(F, x, like, side)
            low = F.floor(place)
            y = F.take(x, low, axis=axis)
            if self.linear:
                share = F.reshape(place - low, (-1,) + (1,) * (self.sides - 1 - side))
                y = F.broadcast_mul(y, 1 - share)
                y = y + F.broadcast_mul(F.take(x, low + 1, axis=axis), share)
            x = y
        return x

    def places(self, F, x, like, side):
        """The place of each new pixel of a side among the old ones."""
        old = F.contrib.arange_like(x, axis=side + 2)
        if self.size:
            first = F.slice_axis(old, axis=0, begin=0, end=1)
            new = F.broadcast_axis(first, axis=0, size=self.size[side])
            new = F.contrib.arange_like(new, axis=0)
        elif self.up:
            new = F.repeat(old, repeats=self.up[side], axis=0)
            down = self.down[side]
            new = F.slice(new, begin=(down - 1,), end=(None,), step=(down,))
            new = F.contrib.arange_like(new, axis=0)
        else:
            new = F.contrib.arange_like(like, axis=side + 2)
        old_size, new_size = F.max(old) + 1, F.max(new) + 1
        if self.align_corners:
            step = F.broadcast_div(old_size - 1, F.maximum(new_size - 1, 1))
            return F.broadcast_mul(new, step)
        if self.up and not self.linear:
            return new / (self.up[side] / self.down[side])
        if not self.linear:
            return F.broadcast_div(F.broadcast_mul(new, old_size), new_size)
        if self.up:
            return F.maximum((new + 0.5) / (self.up[side] / self.down[side]) - 0.5, 0)
        step = F.broadcast_div(old_size, new_size)
        return F.maximum(F.broadcast_mul(new + 0.5, step) - 0.5, 0)


class Bottleneck(nn.HybridBlock):
    """1x1, 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1, dilation=1):
        super().__init__()
        self.conv1 = nn.Conv2D(width, 1, in_channels=in_channels, use_bias=False)
        self.bn1 = nn.BatchNorm(in_channels=width)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(
            width,
            3,
            strides=stride,
            padding=dilation,
            dilation=dilation,
            in_channels=width,
            use_bias=False,
        )
        self.bn2 = nn.BatchNorm(in_channels=width)
        self.conv3 = nn.Conv2D(width * 4, 1, in_channels=width, use_bias=False)
        self.bn3 = nn.BatchNorm(in_channels=width * 4)
        self.downsample = nn.HybridSequential()
        if stride != 1 or in_channels != width * 4:
            self.downsample.add(
                nn.Conv2D(
                    width * 4,
                    1,
                    strides=stride,
                    in_channels=in_channels,
                    use_bias=False,
                ),
                nn.BatchNorm(in_channels=width * 4),
            )

    def hybrid_forward(self, F, x):
        shortcut = self.downsample(x)
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return self.relu(x + shortcut)


class Backbone(nn.HybridBlock):
    """ResNet whose last two stages dilate instead of halving."""

    def __init__(self, in_channels, layers):
        super().__init__()
        self.conv1 = nn.Conv2D(
            64, 7, strides=2, padding=3, in_channels=in_channels, use_bias=False
        )
        self.bn1 = nn.BatchNorm(in_channels=64)
        self.relu = nn.Activation("relu")
        self.maxpool = nn.MaxPool2D(3, strides=2, padding=1)
        self.layer1 = nn.HybridSequential()
        for i in range(layers[0]):
            self.layer1.add(Bottleneck(64 if i == 0 else 256, 64))
        self.layer2 = nn.HybridSequential()
        for i in range(layers[1]):
            self.layer2.add(
                Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
            )
        self.layer3 = nn.HybridSequential()
        for i in range(layers[2]):
            self.layer3.add(
                Bottleneck(512 if i == 0 else 1024, 256, dilation=1 if i == 0 else 2)
            )
        self.layer4 = nn.HybridSequential()
        for i in range(layers[3]):
            self.layer4.add(
                Bottleneck(1024 if i == 0 else 2048, 512, dilation=2 if i == 0 else 4)
            )

    def hybrid_forward(self, F, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer1(x)
        x = self.layer2(x)
        aux = self.layer3(x)
        return (aux, self.layer4(aux))


class ConvBN(nn.HybridSequential):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels=256, kernel=1, dilation=1):
        super().__init__()
        self.add(
            nn.Conv2D(
                channels,
                kernel,
                padding=dilation * (kernel // 2),
                dilation=dilation,
                in_channels=in_channels,
                use_bias=False,
            ),
            nn.BatchNorm(in_channels=channels),
            nn.Activation("relu"),
        )


class Pooled(nn.HybridBlock):
    """The mean of the image, at every pixel."""

    def __init__(self, in_channels, channels=256):
        super().__init__()
        setattr(self, "0", nn.GlobalAvgPool2D())
        setattr(
            self, "1", nn.Conv2D(channels, 1, in_channels=in_channels, use_bias=False)
        )
        setattr(self, "2", nn.BatchNorm(in_channels=channels))
        self.relu = nn.Activation("relu")
        setattr(self, "4", ResizeND(linear=True))

    def hybrid_forward(self, F, x):
        y = getattr(self, "2")(getattr(self, "1")(getattr(self, "0")(x)))
        return getattr(self, "4")(self.relu(y), x)


class Convs(nn.HybridBlock):
    """Part `convs` of ASPP."""

    def __init__(self, in_channels, rates):
        super().__init__()
        setattr(self, "0", ConvBN(in_channels))
        setattr(self, "1", ConvBN(in_channels, kernel=3, dilation=rates[0]))
        setattr(self, "2", ConvBN(in_channels, kernel=3, dilation=rates[1]))
        setattr(self, "3", ConvBN(in_channels, kernel=3, dilation=rates[2]))
        setattr(self, "4", Pooled(in_channels))

    def hybrid_forward(self, F, x):
        y = getattr(self, "0")(x)
        z = getattr(self, "1")(x)
        u = getattr(self, "2")(x)
        v = getattr(self, "3")(x)
        x = getattr(self, "4")(x)
        return (y, z, u, v, x)


class ASPP(nn.HybridBlock):
    """Atrous spatial pyramid pooling."""

    def __init__(self, in_channels, rates):
        super().__init__()
        self.convs = Convs(in_channels, rates)
        self.project = nn.HybridSequential()
        self.project.add(
            nn.Conv2D(256, 1, in_channels=1280, use_bias=False),
            nn.BatchNorm(in_channels=256),
            nn.Activation("relu"),
            nn.Dropout(0.5),
        )

    def hybrid_forward(self, F, x):
        x, y, z, u, v = self.convs(x)
        return self.project(F.concat(x, y, z, u, v, dim=1))


class Head(nn.HybridSequential):
    """A score for each class at each pixel."""

    def __init__(self, in_channels, classes, rates):
        super().__init__()
        self.add(
            ASPP(in_channels, rates),
            nn.Conv2D(256, 3, padding=1, in_channels=256, use_bias=False),
            nn.BatchNorm(in_channels=256),
            nn.Activation("relu"),
            nn.Conv2D(classes, 1, in_channels=256),
        )


class AuxiliaryHead(nn.HybridSequential):
    """3x3 to a quarter of the channels, then a score for each class at each pixel."""

    def __init__(self, in_channels, classes):
        super().__init__()
        self.add(
            nn.Conv2D(
                in_channels // 4, 3, padding=1, in_channels=in_channels, use_bias=False
            ),
            nn.BatchNorm(in_channels=in_channels // 4),
            nn.Activation("relu"),
            nn.Dropout(0.1),
            nn.Conv2D(classes, 1, in_channels=in_channels // 4),
        )


class DeepLabV3ResNet50(nn.HybridBlock):
    """DeepLabV3 (Chen et al., 2017) on a dilated ResNet-50.

    The second output, from the third stage, is for an auxiliary loss.
    """

    def __init__(self, num_classes=21, layers=(3, 4, 6, 3), rates=(12, 24, 36)):
        super().__init__()
        self.backbone = Backbone(3, layers)
        self.classifier = Head(2048, num_classes, rates)
        self.upsample = ResizeND(linear=True)
        self.aux_classifier = AuxiliaryHead(1024, num_classes)
        self.aux_upsample = ResizeND(linear=True)

    def hybrid_forward(self, F, x):
        backbone, out = self.backbone(x)
        out = self.upsample(self.classifier(out), x)
        return (out, self.aux_upsample(self.aux_classifier(backbone), x))
