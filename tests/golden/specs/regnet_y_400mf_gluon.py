from mxnet.gluon import nn


class ConvBNReLU(nn.HybridSequential):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=1, stride=1, groups=1):
        super().__init__()
        self.add(
            nn.Conv2D(
                channels,
                kernel,
                strides=stride,
                padding=kernel // 2,
                groups=groups,
                in_channels=in_channels,
                use_bias=False,
            ),
            nn.BatchNorm(in_channels=channels),
            nn.Activation("relu"),
        )


class SqueezeExcitation(nn.HybridBlock):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc1 = nn.Conv2D(squeeze, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.fc2 = nn.Conv2D(in_channels, 1, in_channels=squeeze)
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        y = self.relu(self.fc1(self.avgpool(x)))
        y = self.sigmoid(self.fc2(y))
        return F.broadcast_mul(x, y)


class ConvBN(nn.HybridSequential):
    """1x1 convolution and batch normalisation."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.add(
            nn.Conv2D(
                channels, 1, strides=stride, in_channels=in_channels, use_bias=False
            ),
            nn.BatchNorm(in_channels=channels),
        )


class Transform(nn.HybridBlock):
    """1x1, grouped 3x3, squeeze-and-excitation and 1x1, all of one width."""

    def __init__(self, in_channels, width, stride, groups):
        super().__init__()
        self.a = ConvBNReLU(in_channels, width)
        self.b = ConvBNReLU(width, width, kernel=3, stride=stride, groups=groups)
        self.se = SqueezeExcitation(width, round(in_channels * 0.25))
        self.c = ConvBN(width, width)

    def hybrid_forward(self, F, x):
        x = self.a(x)
        x = self.b(x)
        x = self.se(x)
        return self.c(x)


class Bottleneck(nn.HybridBlock):
    """The transform around a shortcut."""

    def __init__(self, in_channels, width, stride, groups):
        super().__init__()
        self.f = Transform(in_channels, width, stride, groups)
        if stride != 1 or in_channels != width:
            self.proj = ConvBN(in_channels, width, stride=stride)
        else:
            self.proj = nn.HybridSequential()
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        shortcut = self.proj(x)
        return self.relu(self.f(x) + shortcut)


class Stage(nn.HybridSequential):
    """Blocks of one width, the first of which halves the height and the width."""

    def __init__(self, in_channels, number, depth, width, group_width):
        groups = max(width // group_width, 1)
        super().__init__()
        for i in range(depth):
            self.register_child(
                Bottleneck(
                    in_channels if i == 0 else width, width, 2 if i == 0 else 1, groups
                ),
                f"block{number}-{i}",
            )


class TrunkOutput(nn.HybridBlock):
    """Part `trunk_output` of RegNetY."""

    def __init__(self, depths, widths, group_width):
        super().__init__()
        self.block1 = Stage(32, 1, depths[0], widths[0], group_width)
        self.block2 = Stage(widths[0], 2, depths[1], widths[1], group_width)
        self.block3 = Stage(widths[1], 3, depths[2], widths[2], group_width)
        self.block4 = Stage(widths[2], 4, depths[3], widths[3], group_width)

    def hybrid_forward(self, F, x):
        x = self.block1(x)
        x = self.block2(x)
        x = self.block3(x)
        return self.block4(x)


class RegNetY(nn.HybridBlock):
    """RegNetY-400MF (Radosavovic et al., 2020), with squeeze-and-excitation."""

    def __init__(
        self,
        num_classes=1000,
        depths=(1, 3, 6, 6),
        widths=(48, 104, 208, 440),
        group_width=8,
    ):
        super().__init__()
        self.stem = ConvBNReLU(3, 32, kernel=3, stride=2)
        self.trunk_output = TrunkOutput(depths, widths, group_width)
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(num_classes, in_units=widths[3])

    def hybrid_forward(self, F, x):
        x = self.stem(x)
        x = F.flatten(self.avgpool(self.trunk_output(x)))
        return self.fc(x)
