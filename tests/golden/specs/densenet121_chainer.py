import chainer
import chainer.functions as F
import chainer.links as L


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


class DenseLayer(chainer.Chain):
    """Bottlenecked 3x3 convolution whose output is appended to its input."""

    def __init__(self, in_channels, growth=32):
        super().__init__()
        with self.init_scope():
            self.norm1 = L.BatchNormalization(in_channels, eps=1e-5)
            self.conv1 = L.Convolution2D(in_channels, growth * 4, 1, nobias=True)
            self.norm2 = L.BatchNormalization(growth * 4, eps=1e-5)
            self.conv2 = L.Convolution2D(growth * 4, growth, 3, pad=1, nobias=True)

    def forward(self, x):
        y = self.conv1(F.relu(self.norm1(x)))
        y = self.conv2(F.relu(self.norm2(y)))
        return F.concat((x, y), axis=1)


class DenseBlock(NamedStack):
    """Dense layers, each one seeing the outputs of all before it."""

    def __init__(self, in_channels, layers, growth=32):
        super().__init__()
        for i in range(layers):
            self.add_link(
                f"denselayer{i + 1}",
                DenseLayer(in_channels + i * growth, growth=growth),
            )


class Transition(chainer.Chain):
    """Brings the channels to a number, and halves the height and the width."""

    def __init__(self, in_channels, channels):
        super().__init__()
        with self.init_scope():
            self.norm = L.BatchNormalization(in_channels, eps=1e-5)
            self.conv = L.Convolution2D(in_channels, channels, 1, nobias=True)

    def forward(self, x):
        return F.average_pooling_2d(self.conv(F.relu(self.norm(x))), 2)


class Features(chainer.Chain):
    """Part `features` of DenseNet121."""

    def __init__(self, growth, layers, c2, c3, c4):
        super().__init__()
        with self.init_scope():
            self.conv0 = L.Convolution2D(3, growth * 2, 7, stride=2, pad=3, nobias=True)
            self.norm0 = L.BatchNormalization(growth * 2, eps=1e-5)
            self.denseblock1 = DenseBlock(growth * 2, layers[0], growth=growth)
            self.transition1 = Transition(growth * 2 + layers[0] * growth, c2)
            self.denseblock2 = DenseBlock(c2, layers[1], growth=growth)
            self.transition2 = Transition(c2 + layers[1] * growth, c3)
            self.denseblock3 = DenseBlock(c3, layers[2], growth=growth)
            self.transition3 = Transition(c3 + layers[2] * growth, c4)
            self.denseblock4 = DenseBlock(c4, layers[3], growth=growth)
            self.norm5 = L.BatchNormalization(c4 + layers[3] * growth, eps=1e-5)

    def forward(self, x):
        x = F.relu(self.norm0(self.conv0(x)))
        x = self.denseblock1(F.max_pooling_2d(x, 3, stride=2, pad=1, cover_all=False))
        x = self.transition1(x)
        x = self.denseblock2(x)
        x = self.transition2(x)
        x = self.denseblock3(x)
        x = self.transition3(x)
        return self.norm5(self.denseblock4(x))


class DenseNet121(chainer.Chain):
    """Densely connected network, 121 layers (Huang et al., 2017)."""

    def __init__(self, num_classes=1000, layers=(6, 12, 24, 16), growth=32):
        super().__init__()
        c2 = (2 + layers[0]) * growth // 2
        c3 = (c2 + layers[1] * growth) // 2
        c4 = (c3 + layers[2] * growth) // 2
        with self.init_scope():
            self.features = Features(growth, layers, c2, c3, c4)
            self.classifier = L.Linear(c4 + layers[3] * growth, num_classes)

    def forward(self, x):
        x = F.average(F.relu(self.features(x)), axis=(2, 3))
        return self.classifier(x)
