from mxnet.gluon import nn


class BasicBlock(nn.HybridBlock):
    """Two 3x3x3 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = nn.HybridSequential()
        self.conv1.add(
            nn.Conv3D(
                width,
                3,
                strides=stride,
                padding=1,
                in_channels=in_channels,
                use_bias=False,
            ),
            nn.BatchNorm(in_channels=width),
            nn.Activation("relu"),
        )
        self.conv2 = nn.HybridSequential()
        self.conv2.add(
            nn.Conv3D(width, 3, padding=1, in_channels=width, use_bias=False),
            nn.BatchNorm(in_channels=width),
        )
        self.downsample = nn.HybridSequential()
        if stride != 1 or in_channels != width:
            self.downsample.add(
                nn.Conv3D(
                    width, 1, strides=stride, in_channels=in_channels, use_bias=False
                ),
                nn.BatchNorm(in_channels=width),
            )
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        shortcut = self.downsample(x)
        x = self.conv1(x)
        return self.relu(self.conv2(x) + shortcut)


class R3D18(nn.HybridBlock):
    """Residual network of 3-D convolutions for video, 18 layers (Tran et al., 2018)."""

    def __init__(self, num_classes=400, layers=(2, 2, 2, 2)):
        super().__init__()
        self.stem = nn.HybridSequential()
        self.stem.add(
            nn.Conv3D(
                64,
                (3, 7, 7),
                strides=(1, 2, 2),
                padding=(1, 3, 3),
                in_channels=3,
                use_bias=False,
            ),
            nn.BatchNorm(in_channels=64),
            nn.Activation("relu"),
        )
        self.layer1 = nn.HybridSequential()
        for _ in range(layers[0]):
            self.layer1.add(BasicBlock(64, 64))
        self.layer2 = nn.HybridSequential()
        for i in range(layers[1]):
            self.layer2.add(
                BasicBlock(64 if i == 0 else 128, 128, stride=2 if i == 0 else 1)
            )
        self.layer3 = nn.HybridSequential()
        for i in range(layers[2]):
            self.layer3.add(
                BasicBlock(128 if i == 0 else 256, 256, stride=2 if i == 0 else 1)
            )
        self.layer4 = nn.HybridSequential()
        for i in range(layers[3]):
            self.layer4.add(
                BasicBlock(256 if i == 0 else 512, 512, stride=2 if i == 0 else 1)
            )
        self.avgpool = nn.GlobalAvgPool3D()
        self.fc = nn.Dense(num_classes, in_units=512)

    def hybrid_forward(self, F, x):
        x = self.stem(x)
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.flatten(self.avgpool(self.layer4(x)))
        return self.fc(x)
