from mxnet.gluon import nn


class HardSigmoid(nn.HybridBlock):
    """x / 6 + 1 / 2, clipped to 0 and 1."""

    def hybrid_forward(self, F, x):
        return F.clip(x + 3, 0, 6) / 6


class Ghost(nn.HybridBlock):
    """Makes half of the channels by mixing, and the others of each of these."""

    def __init__(self, in_channels, mixed, relu=True):
        super().__init__()
        self.primary = nn.HybridSequential()
        self.primary.add(
            nn.Conv2D(mixed, 1, in_channels=in_channels, use_bias=False),
            nn.BatchNorm(in_channels=mixed),
        )
        if relu:
            self.primary.add(nn.Activation("relu"))
        self.cheap = nn.HybridSequential()
        self.cheap.add(
            nn.Conv2D(
                mixed, 3, padding=1, groups=mixed, in_channels=mixed, use_bias=False
            ),
            nn.BatchNorm(in_channels=mixed),
        )
        if relu:
            self.cheap.add(nn.Activation("relu"))

    def hybrid_forward(self, F, x):
        x = self.primary(x)
        return F.concat(x, self.cheap(x), dim=1)


class SqueezeExcitation(nn.HybridBlock):
    """Scales each channel by what the means of all channels say of it."""

    def __init__(self, in_channels, squeeze):
        super().__init__()
        self.avgpool = nn.GlobalAvgPool2D()
        self.reduce = nn.Conv2D(squeeze, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.expand = nn.Conv2D(in_channels, 1, in_channels=squeeze)
        self.hard_sigmoid = HardSigmoid()

    def hybrid_forward(self, F, x):
        y = self.relu(self.reduce(self.avgpool(x)))
        y = self.hard_sigmoid(self.expand(y))
        return F.broadcast_mul(x, y)


class Bottleneck(nn.HybridBlock):
    """Two ghost modules around a shortcut, with a strided filter between them."""

    def __init__(self, in_channels, kernel, hidden, mixed, squeeze, stride):
        super().__init__()
        channels = mixed * 2
        self.ghost1 = Ghost(in_channels, hidden)
        self.filter = nn.HybridSequential()
        if stride > 1:
            self.filter.add(
                nn.Conv2D(
                    hidden * 2,
                    kernel,
                    strides=stride,
                    padding=kernel // 2,
                    groups=hidden * 2,
                    in_channels=hidden * 2,
                    use_bias=False,
                ),
                nn.BatchNorm(in_channels=hidden * 2),
            )
        if squeeze > 0:
            self.se = SqueezeExcitation(hidden * 2, squeeze)
        else:
            self.se = nn.HybridSequential()
        self.ghost2 = Ghost(hidden * 2, mixed, relu=False)
        self.shortcut = nn.HybridSequential()
        if stride > 1 or in_channels != channels:
            self.shortcut.add(
                nn.Conv2D(
                    in_channels,
                    kernel,
                    strides=stride,
                    padding=kernel // 2,
                    groups=in_channels,
                    in_channels=in_channels,
                    use_bias=False,
                ),
                nn.BatchNorm(in_channels=in_channels),
                nn.Conv2D(channels, 1, in_channels=in_channels, use_bias=False),
                nn.BatchNorm(in_channels=channels),
            )

    def hybrid_forward(self, F, x):
        shortcut = self.shortcut(x)
        x = self.ghost1(x)
        x = self.filter(x)
        x = self.se(x)
        return self.ghost2(x) + shortcut


class GhostNet(nn.HybridBlock):
    """GhostNet (Han et al., 2020), width 1, of the authors' code.

    The table counts the channels that are mixed, which is half of them. 5,182,508
    parameters.
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.stem = nn.Conv2D(
            16, 3, strides=2, padding=1, in_channels=3, use_bias=False
        )
        self.bn1 = nn.BatchNorm(in_channels=16)
        self.relu = nn.Activation("relu")
        self.blocks = nn.HybridSequential()
        channels = 16
        for kernel, hidden, mixed, squeeze, stride in (
            (3, 8, 8, 0, 1),
            (3, 24, 12, 0, 2),
            (3, 36, 12, 0, 1),
            (5, 36, 20, 20, 2),
            (5, 60, 20, 32, 1),
            (3, 120, 40, 0, 2),
            (3, 100, 40, 0, 1),
            (3, 92, 40, 0, 1),
            (3, 92, 40, 0, 1),
            (3, 240, 56, 120, 1),
            (3, 336, 56, 168, 1),
            (5, 336, 80, 168, 2),
            (5, 480, 80, 0, 1),
            (5, 480, 80, 240, 1),
            (5, 480, 80, 0, 1),
            (5, 480, 80, 240, 1),
        ):
            self.blocks.add(
                Bottleneck(channels, kernel, hidden, mixed, squeeze, stride)
            )
            channels = mixed * 2
        self.conv = nn.Conv2D(960, 1, in_channels=160, use_bias=False)
        self.bn2 = nn.BatchNorm(in_channels=960)
        self.avgpool = nn.GlobalAvgPool2D()
        self.head = nn.Conv2D(1280, 1, in_channels=960)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Dense(num_classes, in_units=1280)

    def hybrid_forward(self, F, x):
        x = self.relu(self.bn1(self.stem(x)))
        x = self.blocks(x)
        x = self.avgpool(self.relu(self.bn2(self.conv(x))))
        x = F.flatten(self.relu(self.head(x)))
        return self.fc(self.dropout(x))
