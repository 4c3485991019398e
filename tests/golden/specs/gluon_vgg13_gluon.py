from mxnet.gluon import nn


class VGGBlock(nn.HybridSequential):
    """3x3 convolutions, then a pooling."""

    def __init__(self, in_channels, num_convs, channels):
        super().__init__()
        for i in range(num_convs):
            self.add(
                nn.Conv2D(
                    channels,
                    3,
                    padding=1,
                    in_channels=in_channels if i == 0 else channels,
                ),
                nn.Activation("relu"),
            )
        self.add(nn.MaxPool2D())


class VGGNet(nn.HybridBlock):
    """VGG of the Gluon tutorial, with the architecture it is used with, VGG-13."""

    def __init__(self, architecture=((2, 64), (2, 128), (2, 256), (2, 512), (2, 512))):
        super().__init__()
        self.features = nn.HybridSequential()
        features = 1
        size = 224
        for num_convs, channels in architecture:
            self.features.add(VGGBlock(features, num_convs, channels))
            features = channels
            size = size // 2
        self.fc1 = nn.Dense(4096, in_units=architecture[-1][1] * size * size)
        self.relu = nn.Activation("relu")
        self.dropout1 = nn.Dropout(0.5)
        self.fc2 = nn.Dense(4096, in_units=4096)
        self.dropout2 = nn.Dropout(0.5)
        self.fc3 = nn.Dense(10, in_units=4096)

    def hybrid_forward(self, F, x):
        x = F.flatten(self.features(x))
        x = self.dropout1(self.relu(self.fc1(x)))
        x = self.dropout2(self.relu(self.fc2(x)))
        return self.fc3(x)
