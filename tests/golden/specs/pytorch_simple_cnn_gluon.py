from mxnet.gluon import nn


class Layer1(nn.HybridBlock):
    """Part `layer1` of SimpleCNN."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2D(32, 3, padding=1, in_channels=3)
        self.relu = nn.Activation("relu")
        self.pool1 = nn.MaxPool2D()

    def hybrid_forward(self, F, x):
        return self.pool1(self.relu(self.conv1(x)))


class Layer2(nn.HybridBlock):
    """Part `layer2` of SimpleCNN."""

    def __init__(self):
        super().__init__()
        self.conv2 = nn.Conv2D(64, 3, padding=1, in_channels=32)
        self.relu = nn.Activation("relu")
        self.pool2 = nn.MaxPool2D()

    def hybrid_forward(self, F, x):
        return self.pool2(self.relu(self.conv2(x)))


class Layer3(nn.HybridBlock):
    """Part `layer3` of SimpleCNN."""

    def __init__(self):
        super().__init__()
        self.conv3 = nn.Conv2D(128, 3, padding=1, in_channels=64)
        self.relu = nn.Activation("relu")
        self.pool3 = nn.MaxPool2D()

    def hybrid_forward(self, F, x):
        return self.pool3(self.relu(self.conv3(x)))


class Layer4(nn.HybridBlock):
    """Part `layer4` of SimpleCNN."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Dense(512, in_units=128 * 4 * 4)
        self.relu = nn.Activation("relu")
        self.fc2 = nn.Dense(64, in_units=512)
        self.fc3 = nn.Dense(10, in_units=64)

    def hybrid_forward(self, F, x):
        x = self.relu(self.fc1(x))
        x = self.relu(self.fc2(x))
        return self.fc3(x)


class SimpleCNN(nn.HybridBlock):
    """CNN of the PyTorch tutorial that names the children of its layers."""

    def __init__(self):
        super().__init__()
        self.layer1 = Layer1()
        self.layer2 = Layer2()
        self.layer3 = Layer3()
        self.layer4 = Layer4()

    def hybrid_forward(self, F, x):
        x = self.layer1(x)
        x = self.layer2(x)
        x = F.flatten(self.layer3(x))
        return self.layer4(x)
