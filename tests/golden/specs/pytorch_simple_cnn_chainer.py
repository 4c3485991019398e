import chainer
import chainer.functions as F
import chainer.links as L


class Layer1(chainer.Chain):
    """Part `layer1` of SimpleCNN."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(3, 32, 3, pad=1)

    def forward(self, x):
        return F.max_pooling_2d(F.relu(self.conv1(x)), 2, cover_all=False)


class Layer2(chainer.Chain):
    """Part `layer2` of SimpleCNN."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv2 = L.Convolution2D(32, 64, 3, pad=1)

    def forward(self, x):
        return F.max_pooling_2d(F.relu(self.conv2(x)), 2, cover_all=False)


class Layer3(chainer.Chain):
    """Part `layer3` of SimpleCNN."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv3 = L.Convolution2D(64, 128, 3, pad=1)

    def forward(self, x):
        return F.max_pooling_2d(F.relu(self.conv3(x)), 2, cover_all=False)


class Layer4(chainer.Chain):
    """Part `layer4` of SimpleCNN."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.fc1 = L.Linear(128 * 4 * 4, 512)
            self.fc2 = L.Linear(512, 64)
            self.fc3 = L.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


class SimpleCNN(chainer.Chain):
    """CNN of the PyTorch tutorial that names the children of its layers."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.layer1 = Layer1()
            self.layer2 = Layer2()
            self.layer3 = Layer3()
            self.layer4 = Layer4()

    def forward(self, x):
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        return self.layer4(F.reshape(x, (len(x), -1)))
