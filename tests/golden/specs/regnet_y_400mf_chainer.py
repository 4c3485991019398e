import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


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


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class ConvBNReLU(Stack):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel=1, stride=1, groups=1):
        super().__init__(
            L.Convolution2D(
                in_channels,
                channels,
                kernel,
                stride=stride,
                pad=kernel // 2,
                nobias=True,
                groups=groups,
            ),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.relu),
        )


class SqueezeExcitation(chainer.Chain):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        with self.init_scope():
            self.fc1 = L.Convolution2D(in_channels, squeeze, 1)
            self.fc2 = L.Convolution2D(squeeze, in_channels, 1)

    def forward(self, x):
        y = F.relu(self.fc1(F.average(x, axis=(2, 3), keepdims=True)))
        y = F.sigmoid(self.fc2(y))
        return x * y


class ConvBN(Stack):
    """1x1 convolution and batch normalisation."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__(
            L.Convolution2D(in_channels, channels, 1, stride=stride, nobias=True),
            L.BatchNormalization(channels, eps=1e-5),
        )


class Transform(chainer.Chain):
    """1x1, grouped 3x3, squeeze-and-excitation and 1x1, all of one width."""

    def __init__(self, in_channels, width, stride, groups):
        super().__init__()
        with self.init_scope():
            self.a = ConvBNReLU(in_channels, width)
            self.b = ConvBNReLU(width, width, kernel=3, stride=stride, groups=groups)
            self.se = SqueezeExcitation(width, round(in_channels * 0.25))
            self.c = ConvBN(width, width)

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        x = self.se(x)
        return self.c(x)


class Bottleneck(chainer.Chain):
    """The transform around a shortcut."""

    def __init__(self, in_channels, width, stride, groups):
        super().__init__()
        with self.init_scope():
            self.f = Transform(in_channels, width, stride, groups)
            if stride != 1 or in_channels != width:
                self.proj = ConvBN(in_channels, width, stride=stride)
            else:
                self.proj = F.identity

    def forward(self, x):
        shortcut = self.proj(x)
        return F.relu(self.f(x) + shortcut)


class Stage(NamedStack):
    """Blocks of one width, the first of which halves the height and the width."""

    def __init__(self, in_channels, number, depth, width, group_width):
        groups = max(width // group_width, 1)
        super().__init__()
        for i in range(depth):
            self.add_link(
                f"block{number}-{i}",
                Bottleneck(
                    in_channels if i == 0 else width, width, 2 if i == 0 else 1, groups
                ),
            )


class TrunkOutput(chainer.Chain):
    """Part `trunk_output` of RegNetY."""

    def __init__(self, depths, widths, group_width):
        super().__init__()
        with self.init_scope():
            self.block1 = Stage(32, 1, depths[0], widths[0], group_width)
            self.block2 = Stage(widths[0], 2, depths[1], widths[1], group_width)
            self.block3 = Stage(widths[1], 3, depths[2], widths[2], group_width)
            self.block4 = Stage(widths[2], 4, depths[3], widths[3], group_width)

    def forward(self, x):
        x = self.block1(x)
        x = self.block2(x)
        x = self.block3(x)
        return self.block4(x)


class RegNetY(chainer.Chain):
    """RegNetY-400MF (Radosavovic et al., 2020), with squeeze-and-excitation."""

    def __init__(
        self,
        num_classes=1000,
        depths=(1, 3, 6, 6),
        widths=(48, 104, 208, 440),
        group_width=8,
    ):
        super().__init__()
        with self.init_scope():
            self.stem = ConvBNReLU(3, 32, kernel=3, stride=2)
            self.trunk_output = TrunkOutput(depths, widths, group_width)
            self.fc = L.Linear(widths[3], num_classes)

    def forward(self, x):
        x = self.stem(x)
        x = F.average(self.trunk_output(x), axis=(2, 3))
        return self.fc(x)
