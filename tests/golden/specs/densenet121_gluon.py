from mxnet.gluon import nn


class DenseLayer(nn.HybridBlock):
    """Bottlenecked 3x3 convolution whose output is appended to its input."""

    def __init__(self, in_channels, growth=32):
        super().__init__()
        self.norm1 = nn.BatchNorm(in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.conv1 = nn.Conv2D(growth * 4, 1, in_channels=in_channels, use_bias=False)
        self.norm2 = nn.BatchNorm(in_channels=growth * 4)
        self.conv2 = nn.Conv2D(
            growth, 3, padding=1, in_channels=growth * 4, use_bias=False
        )

    def hybrid_forward(self, F, x):
        y = self.conv1(self.relu(self.norm1(x)))
        y = self.conv2(self.relu(self.norm2(y)))
        return F.concat(x, y, dim=1)


class DenseBlock(nn.HybridSequential):
    """Dense layers, each one seeing the outputs of all before it."""

    def __init__(self, in_channels, layers, growth=32):
        super().__init__()
        for i in range(layers):
            self.register_child(
                DenseLayer(in_channels + i * growth, growth=growth),
                f"denselayer{i + 1}",
            )


class Transition(nn.HybridBlock):
    """Brings the channels to a number, and halves the height and the width."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.norm = nn.BatchNorm(in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels, use_bias=False)
        self.pool = nn.AvgPool2D()

    def hybrid_forward(self, F, x):
        return self.pool(self.conv(self.relu(self.norm(x))))


class Features(nn.HybridBlock):
    """Part `features` of DenseNet121."""

    def __init__(self, growth, layers, c2, c3, c4):
        super().__init__()
        self.conv0 = nn.Conv2D(
            growth * 2, 7, strides=2, padding=3, in_channels=3, use_bias=False
        )
        self.norm0 = nn.BatchNorm(in_channels=growth * 2)
        self.relu = nn.Activation("relu")
        self.pool0 = nn.MaxPool2D(3, strides=2, padding=1)
        self.denseblock1 = DenseBlock(growth * 2, layers[0], growth=growth)
        self.transition1 = Transition(growth * 2 + layers[0] * growth, c2)
        self.denseblock2 = DenseBlock(c2, layers[1], growth=growth)
        self.transition2 = Transition(c2 + layers[1] * growth, c3)
        self.denseblock3 = DenseBlock(c3, layers[2], growth=growth)
        self.transition3 = Transition(c3 + layers[2] * growth, c4)
        self.denseblock4 = DenseBlock(c4, layers[3], growth=growth)
        self.norm5 = nn.BatchNorm(in_channels=c4 + layers[3] * growth)

    def hybrid_forward(self, F, x):
        x = self.pool0(self.relu(self.norm0(self.conv0(x))))
        x = self.denseblock1(x)
        x = self.transition1(x)
        x = self.denseblock2(x)
        x = self.transition2(x)
        x = self.denseblock3(x)
        x = self.transition3(x)
        return self.norm5(self.denseblock4(x))


class DenseNet121(nn.HybridBlock):
    """Densely connected network, 121 layers (Huang et al., 2017)."""

    def __init__(self, num_classes=1000, layers=(6, 12, 24, 16), growth=32):
        super().__init__()
        c2 = (2 + layers[0]) * growth // 2
        c3 = (c2 + layers[1] * growth) // 2
        c4 = (c3 + layers[2] * growth) // 2
        self.features = Features(growth, layers, c2, c3, c4)
        self.relu = nn.Activation("relu")
        self.avgpool = nn.GlobalAvgPool2D()
        self.classifier = nn.Dense(num_classes, in_units=c4 + layers[3] * growth)

    def hybrid_forward(self, F, x):
        x = F.flatten(self.avgpool(self.relu(self.features(x))))
        return self.classifier(x)
