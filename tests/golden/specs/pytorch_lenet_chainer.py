import chainer
import chainer.functions as F
import chainer.links as L


class Layer1(chainer.Chain):
    """Part `layer1` of LeNet."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(1, 6, 3, pad=1)

    def forward(self, x):
        return F.max_pooling_2d(self.conv1(x), 2, cover_all=False)


class Layer2(chainer.Chain):
    """Part `layer2` of LeNet."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv2 = L.Convolution2D(6, 16, 5)

    def forward(self, x):
        return F.max_pooling_2d(self.conv2(x), 2, cover_all=False)


class Layer3(chainer.Chain):
    """Part `layer3` of LeNet."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.fc1 = L.Linear(16 * 5 * 5, 120)
            self.fc2 = L.Linear(120, 84)
            self.fc3 = L.Linear(84, 10)

    def forward(self, x):
        x = self.fc1(x)
        x = self.fc2(x)
        return self.fc3(x)


class LeNet(chainer.Chain):
    """LeNet of the PyTorch tutorial, which has no activation at all."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.layer1 = Layer1()
            self.layer2 = Layer2()
            self.layer3 = Layer3()

    def forward(self, x):
        x = self.layer1(x)
        x = self.layer2(x)
        return self.layer3(F.reshape(x, (len(x), -1)))
