from mxnet.gluon import nn


class CNN(nn.HybridBlock):
    """CNN for MNIST of the PyTorch tutorial, with biases before its batch norms."""

    def __init__(self):
        super().__init__()
        self.layer1 = nn.HybridSequential()
        self.layer1.add(
            nn.Conv2D(16, 3, in_channels=1),
            nn.BatchNorm(in_channels=16),
            nn.Activation("relu"),
        )
        self.layer2 = nn.HybridSequential()
        self.layer2.add(
            nn.Conv2D(32, 3, in_channels=16),
            nn.BatchNorm(in_channels=32),
            nn.Activation("relu"),
            nn.MaxPool2D(),
        )
        self.layer3 = nn.HybridSequential()
        self.layer3.add(
            nn.Conv2D(64, 3, in_channels=32),
            nn.BatchNorm(in_channels=64),
            nn.Activation("relu"),
        )
        self.layer4 = nn.HybridSequential()
        self.layer4.add(
            nn.Conv2D(128, 3, in_channels=64),
            nn.BatchNorm(in_channels=128),
            nn.Activation("relu"),
            nn.MaxPool2D(),
        )
        self.fc = nn.HybridSequential()
        self.fc.add(
            nn.Dense(1024, in_units=128 * 4 * 4),
            nn.Activation("relu"),
            nn.Dense(128, in_units=1024),
            nn.Activation("relu"),
            nn.Dense(10, in_units=128),
        )

    def hybrid_forward(self, F, x):
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.flatten(self.layer4(x))
        return self.fc(x)
