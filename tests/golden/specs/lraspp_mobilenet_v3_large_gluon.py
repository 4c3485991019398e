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


class HardSigmoid(nn.HybridBlock):
    """x / 6 + 1 / 2, clipped to 0 and 1."""

    def hybrid_forward(self, F, x):
        return F.clip(x + 3, 0, 6) / 6


class HardSwish(nn.HybridBlock):
    """x times its hard sigmoid."""

    def hybrid_forward(self, F, x):
        return x * F.clip(x + 3, 0, 6) / 6


class ConvBN(nn.HybridSequential):
    """Convolution and batch normalisation, then hard-swish or ReLU unless linear."""

    def __init__(
        self,
        in_channels,
        channels,
        kernel=1,
        stride=1,
        dilation=1,
        groups=1,
        swish=False,
        linear=False,
    ):
        super().__init__()
        self.add(
            nn.Conv2D(
                channels,
                kernel,
                strides=stride,
                padding=dilation * (kernel // 2),
                dilation=dilation,
                groups=groups,
                in_channels=in_channels,
                use_bias=False,
            ),
            nn.BatchNorm(momentum=0.99, epsilon=0.001, in_channels=channels),
        )
        if swish:
            self.add(HardSwish())
        if not (swish or linear):
            self.add(nn.Activation("relu"))


class SqueezeExcitation(nn.HybridBlock):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc1 = nn.Conv2D(squeeze, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.fc2 = nn.Conv2D(in_channels, 1, in_channels=squeeze)
        self.hard_sigmoid = HardSigmoid()

    def hybrid_forward(self, F, x):
        y = self.relu(self.fc1(self.avgpool(x)))
        y = self.hard_sigmoid(self.fc2(y))
        return F.broadcast_mul(x, y)


class InvertedResidual(nn.HybridBlock):
    """Expands the channels, filters and weighs each one, and projects to a few."""

    def __init__(
        self,
        in_channels,
        kernel,
        hidden,
        channels,
        squeeze=0,
        swish=False,
        stride=1,
        dilation=1,
    ):
        super().__init__()
        self.skip = stride == 1 and in_channels == channels
        self.block = nn.HybridSequential()
        if hidden != in_channels:
            self.block.add(ConvBN(in_channels, hidden, swish=swish))
        self.block.add(
            ConvBN(
                hidden,
                hidden,
                kernel=kernel,
                stride=stride,
                dilation=dilation,
                groups=hidden,
                swish=swish,
            )
        )
        if squeeze > 0:
            self.block.add(SqueezeExcitation(hidden, squeeze))
        self.block.add(ConvBN(hidden, channels, linear=True))

    def hybrid_forward(self, F, x):
        y = self.block(x)
        if self.skip:
            y = y + x
        return y


class Head(nn.HybridBlock):
    """Weighs the coarse features by their means, and adds the scores of both."""

    def __init__(self, in_channels, high_channels, classes, channels=128):
        super().__init__()
        self.cbr = nn.HybridSequential()
        self.cbr.add(
            nn.Conv2D(channels, 1, in_channels=high_channels, use_bias=False),
            nn.BatchNorm(in_channels=channels),
            nn.Activation("relu"),
        )
        self.scale = nn.HybridSequential()
        self.scale.add(
            nn.GlobalAvgPool2D(),
            nn.Conv2D(channels, 1, in_channels=high_channels, use_bias=False),
            nn.Activation("sigmoid"),
        )
        self.resized = ResizeND(linear=True)
        self.high_classifier = nn.Conv2D(classes, 1, in_channels=channels)
        self.low_classifier = nn.Conv2D(classes, 1, in_channels=in_channels)

    def hybrid_forward(self, F, low, high):
        cbr = self.cbr(high)
        x = self.resized(F.broadcast_mul(cbr, self.scale(high)), low)
        high_classifier = self.high_classifier(x)
        return self.low_classifier(low) + high_classifier


class LRASPPMobileNetV3(nn.HybridBlock):
    """Lite R-ASPP (Howard et al., 2019) on a dilated MobileNetV3-Large."""

    def __init__(self, num_classes=21):
        super().__init__()
        self.backbone = nn.HybridSequential()
        self.backbone.add(
            ConvBN(3, 16, kernel=3, stride=2, swish=True),
            InvertedResidual(16, 3, 16, 16),
            InvertedResidual(16, 3, 64, 24, stride=2),
            InvertedResidual(24, 3, 72, 24),
            InvertedResidual(24, 5, 72, 40, squeeze=24, stride=2),
            InvertedResidual(40, 5, 120, 40, squeeze=32),
            InvertedResidual(40, 5, 120, 40, squeeze=32),
            InvertedResidual(40, 3, 240, 80, swish=True, stride=2),
            InvertedResidual(80, 3, 200, 80, swish=True),
            InvertedResidual(80, 3, 184, 80, swish=True),
            InvertedResidual(80, 3, 184, 80, swish=True),
            InvertedResidual(80, 3, 480, 112, squeeze=120, swish=True),
            InvertedResidual(112, 3, 672, 112, squeeze=168, swish=True),
            InvertedResidual(112, 5, 672, 160, squeeze=168, swish=True, dilation=2),
            InvertedResidual(160, 5, 960, 160, squeeze=240, swish=True, dilation=2),
            InvertedResidual(160, 5, 960, 160, squeeze=240, swish=True, dilation=2),
            ConvBN(160, 960, swish=True),
        )
        self.classifier = Head(40, 960, num_classes)
        self.upsample = ResizeND(linear=True)

    def hybrid_forward(self, F, x):
        y = self.backbone[:5](x)
        z = self.backbone[5:](y)
        return self.upsample(self.classifier(y, z), x)
