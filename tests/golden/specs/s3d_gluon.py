from mxnet.gluon import nn


class ConvUnit(nn.HybridSequential):
    """A convolution with batch norm and ReLU."""

    def __init__(self, in_channels, channels, kernel=(1, 1, 1), stride=(1, 1, 1)):
        super().__init__()
        self.add(
            nn.Conv3D(
                channels,
                kernel,
                strides=stride,
                padding=(kernel[0] // 2, kernel[1] // 2, kernel[2] // 2),
                in_channels=in_channels,
                use_bias=False,
            ),
            nn.BatchNorm(momentum=0.999, epsilon=0.001, in_channels=channels),
            nn.Activation("relu"),
        )


class Separable(nn.HybridSequential):
    """A convolution within each frame, then one over time."""

    def __init__(self, in_channels, channels, size=3, stride=1):
        super().__init__()
        self.add(
            ConvUnit(
                in_channels,
                channels,
                kernel=(1, size, size),
                stride=(1, stride, stride),
            ),
            ConvUnit(channels, channels, kernel=(size, 1, 1), stride=(stride, 1, 1)),
        )


class Inception(nn.HybridBlock):
    """Four branches, whose channels are concatenated."""

    def __init__(self, in_channels, one, reduce, three, reduce2, three2, pool):
        super().__init__()
        self.branch0 = ConvUnit(in_channels, one)
        self.branch1 = nn.HybridSequential()
        self.branch1.add(ConvUnit(in_channels, reduce), Separable(reduce, three))
        self.branch2 = nn.HybridSequential()
        self.branch2.add(ConvUnit(in_channels, reduce2), Separable(reduce2, three2))
        self.branch3 = nn.HybridSequential()
        self.branch3.add(
            nn.MaxPool3D(3, strides=1, padding=1), ConvUnit(in_channels, pool)
        )

    def hybrid_forward(self, F, x):
        branch0 = self.branch0(x)
        branch1 = self.branch1(x)
        branch2 = self.branch2(x)
        branch3 = self.branch3(x)
        return F.concat(branch0, branch1, branch2, branch3, dim=1)


class S3D(nn.HybridBlock):
    """Inception for video with separable 3-D convolutions (Xie et al., 2018)."""

    def __init__(self, num_classes=400):
        super().__init__()
        self.features = nn.HybridSequential()
        self.features.add(
            Separable(3, 64, size=7, stride=2),
            nn.MaxPool3D((1, 3, 3), strides=(1, 2, 2), padding=(0, 1, 1)),
            ConvUnit(64, 64),
            Separable(64, 192),
            nn.MaxPool3D((1, 3, 3), strides=(1, 2, 2), padding=(0, 1, 1)),
            Inception(192, 64, 96, 128, 16, 32, 32),
            Inception(256, 128, 128, 192, 32, 96, 64),
            nn.MaxPool3D(3, strides=2, padding=1),
            Inception(480, 192, 96, 208, 16, 48, 64),
            Inception(512, 160, 112, 224, 24, 64, 64),
            Inception(512, 128, 128, 256, 24, 64, 64),
            Inception(512, 112, 144, 288, 32, 64, 64),
            Inception(528, 256, 160, 320, 32, 128, 128),
            nn.MaxPool3D(),
            Inception(832, 256, 160, 320, 32, 128, 128),
            Inception(832, 384, 192, 384, 48, 128, 128),
        )
        self.avgpool = nn.AvgPool3D((2, 7, 7), strides=1)
        self.classifier = nn.HybridSequential()
        self.classifier.add(
            nn.Dropout(0.2), nn.Conv3D(num_classes, 1, in_channels=1024)
        )
        self.mean = nn.GlobalAvgPool3D()

    def hybrid_forward(self, F, x):
        x = self.avgpool(self.features(x))
        return F.flatten(self.mean(self.classifier(x)))
