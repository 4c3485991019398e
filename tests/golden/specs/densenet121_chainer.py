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
    """Halves the channels, the height and the width."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.norm = L.BatchNormalization(in_channels, eps=1e-5)
            self.conv = L.Convolution2D(in_channels, in_channels // 2, 1, nobias=True)

    def forward(self, x):
        return F.average_pooling_2d(self.conv(F.relu(self.norm(x))), 2)


class Features(chainer.Chain):
    """Part `features` of DenseNet121."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv0 = L.Convolution2D(3, 64, 7, stride=2, pad=3, nobias=True)
            self.norm0 = L.BatchNormalization(64, eps=1e-5)
            self.denseblock1 = DenseBlock(64, 6)
            self.transition1 = Transition(256)
            self.denseblock2 = DenseBlock(128, 12)
            self.transition2 = Transition(512)
            self.denseblock3 = DenseBlock(256, 24)
            self.transition3 = Transition(1024)
            self.denseblock4 = DenseBlock(512, 16)
            self.norm5 = L.BatchNormalization(1024, eps=1e-5)

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

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.features = Features()
            self.classifier = L.Linear(1024, num_classes)

    def forward(self, x):
        x = F.average(F.relu(self.features(x)), axis=(2, 3))
        return self.classifier(x)
