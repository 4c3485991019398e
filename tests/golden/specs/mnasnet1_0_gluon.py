from mxnet.gluon import nn


class InvertedResidual(nn.HybridBlock):
    """Expands the channels, filters each on its own, and projects to a few."""

    def __init__(self, in_channels, channels, kernel, stride, expansion):
        super().__init__()
        hidden = in_channels * expansion
        self.skip = stride == 1 and in_channels == channels
        self.layers = nn.HybridSequential()
        self.layers.add(
            nn.Conv2D(hidden, 1, in_channels=in_channels, use_bias=False),
            nn.BatchNorm(momentum=0.9997, in_channels=hidden),
            nn.Activation("relu"),
            nn.Conv2D(
                hidden,
                kernel,
                strides=stride,
                padding=kernel // 2,
                groups=hidden,
                in_channels=hidden,
                use_bias=False,
            ),
            nn.BatchNorm(momentum=0.9997, in_channels=hidden),
            nn.Activation("relu"),
            nn.Conv2D(channels, 1, in_channels=hidden, use_bias=False),
            nn.BatchNorm(momentum=0.9997, in_channels=channels),
        )

    def hybrid_forward(self, F, x):
        y = self.layers(x)
        if self.skip:
            y = y + x
        return y


class MNASNet(nn.HybridBlock):
    """MnasNet-B1 (Tan et al., 2019), depth multiplier 1."""

    def __init__(self, num_classes=1000, widths=(32, 16, 24, 40, 80, 96, 192, 320)):
        super().__init__()
        self.layers = nn.HybridSequential()
        self.layers.add(
            nn.Conv2D(
                widths[0], 3, strides=2, padding=1, in_channels=3, use_bias=False
            ),
            nn.BatchNorm(momentum=0.9997, in_channels=widths[0]),
            nn.Activation("relu"),
            nn.Conv2D(
                widths[0],
                3,
                padding=1,
                groups=widths[0],
                in_channels=widths[0],
                use_bias=False,
            ),
            nn.BatchNorm(momentum=0.9997, in_channels=widths[0]),
            nn.Activation("relu"),
            nn.Conv2D(widths[1], 1, in_channels=widths[0], use_bias=False),
            nn.BatchNorm(momentum=0.9997, in_channels=widths[1]),
        )
        channels = widths[1]
        for stage, (times, kernel, expansion, stride) in enumerate(
            (
                (3, 3, 3, 2),
                (3, 5, 3, 2),
                (3, 5, 6, 2),
                (2, 3, 6, 1),
                (4, 5, 6, 2),
                (1, 3, 6, 1),
            )
        ):
            layer = nn.HybridSequential()
            for i in range(times):
                layer.add(
                    InvertedResidual(
                        channels if i == 0 else widths[stage + 2],
                        widths[stage + 2],
                        kernel,
                        stride if i == 0 else 1,
                        expansion,
                    )
                )
            self.layers.add(layer)
            channels = widths[stage + 2]
        self.layers.add(
            nn.Conv2D(1280, 1, in_channels=widths[7], use_bias=False),
            nn.BatchNorm(momentum=0.9997, in_channels=1280),
            nn.Activation("relu"),
        )
        self.avgpool = nn.GlobalAvgPool2D()
        self.classifier = nn.HybridSequential()
        self.classifier.add(nn.Dropout(0.2), nn.Dense(num_classes, in_units=1280))

    def hybrid_forward(self, F, x):
        x = F.flatten(self.avgpool(self.layers(x)))
        return self.classifier(x)
