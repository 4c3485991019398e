from mxnet.gluon import nn


class Layer1(nn.HybridBlock):
    """Part `layer1` of LeNet."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2D(6, 3, padding=1, in_channels=1)
        self.pool1 = nn.MaxPool2D()

    def hybrid_forward(self, F, x):
        return self.pool1(self.conv1(x))


class Layer2(nn.HybridBlock):
    """Part `layer2` of LeNet."""

    def __init__(self):
        super().__init__()
        self.conv2 = nn.Conv2D(16, 5, in_channels=6)
        self.pool2 = nn.MaxPool2D()

    def hybrid_forward(self, F, x):
        return self.pool2(self.conv2(x))


class Layer3(nn.HybridBlock):
    """Part `layer3` of LeNet."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Dense(120, in_units=16 * 5 * 5)
        self.fc2 = nn.Dense(84, in_units=120)
        self.fc3 = nn.Dense(10, in_units=84)

    def hybrid_forward(self, F, x):
        x = self.fc1(x)
        x = self.fc2(x)
        return self.fc3(x)


class LeNet(nn.HybridBlock):
    """LeNet of the PyTorch tutorial, which has no activation at all."""

    def __init__(self):
        super().__init__()
        self.layer1 = Layer1()
        self.layer2 = Layer2()
        self.layer3 = Layer3()

    def hybrid_forward(self, F, x):
        x = self.layer1(x)
        x = F.flatten(self.layer2(x))
        return self.layer3(x)
