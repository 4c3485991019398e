from mxnet.gluon import nn


class Vgg(nn.HybridSequential):
    """Block Vgg."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(nn.Conv2D(4, 1, in_channels=in_channels))
        channels = 4
        for width in (4, 6):
            for j in range(2):
                self.add(
                    nn.Conv2D(
                        width, 3, padding=1, in_channels=channels if j == 0 else width
                    ),
                    nn.Activation("relu"),
                )
            self.add(nn.MaxPool2D())
            channels = width
        self.add(nn.Flatten())


class Layer(nn.HybridBlock):
    """Part `features` of RepeatSpliced."""

    def __init__(self, i):
        super().__init__()
        self.conv = nn.Conv2D(3, 1, in_channels=5 if i == 0 else 3)
        self.bn = nn.BatchNorm(in_channels=3)

    def hybrid_forward(self, F, x):
        return self.bn(self.conv(x))


class RepeatSpliced(nn.HybridBlock):
    """An unnamed repeat in a list puts its copies into the list."""

    def __init__(self):
        super().__init__()
        self.features = nn.HybridSequential()
        self.features.add(nn.Conv2D(3, 1, in_channels=3))
        for i in range(2):
            self.features.add(nn.Conv2D(4, 1, in_channels=3 if i == 0 else 4))
        for i in range(2):
            self.features.add(
                nn.Conv2D(5, 1, in_channels=4 if i == 0 else 5), nn.Activation("relu")
            )
        for i in range(2):
            self.features.add(Layer(i))
        self.features.add(nn.BatchNorm(in_channels=3))
        channels = 3
        for i in range(2):
            self.features.register_child(
                nn.Conv2D(3 + i, 1, in_channels=channels), f"last{i}"
            )
            channels = 3 + i
        for i in range(2):
            layer = nn.HybridSequential()
            layer.add(
                nn.Conv2D(3, 1, in_channels=4 if i == 0 else 3), nn.Activation("tanh")
            )
            self.features.register_child(layer, f"pair{i}")
        self.vgg = Vgg(3)
        self.fc = nn.Dense(3, in_units=24)

    def hybrid_forward(self, F, x):
        x = self.features(x)
        x = self.vgg(x)
        return self.fc(x)
