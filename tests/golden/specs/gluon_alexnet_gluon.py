from mxnet.gluon import nn


class AlexNet(nn.HybridBlock):
    """AlexNet of the Gluon tutorial, on grey images; conv1 has no padding."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2D(96, 11, strides=4, in_channels=1)
        self.relu = nn.Activation("relu")
        self.pool1 = nn.MaxPool2D(3, strides=2)
        self.conv2 = nn.Conv2D(256, 5, padding=2, in_channels=96)
        self.pool2 = nn.MaxPool2D(3, strides=2)
        self.conv3 = nn.Conv2D(384, 3, padding=1, in_channels=256)
        self.conv4 = nn.Conv2D(384, 3, padding=1, in_channels=384)
        self.conv5 = nn.Conv2D(256, 3, padding=1, in_channels=384)
        self.pool5 = nn.MaxPool2D(3, strides=2)
        self.fc6 = nn.Dense(4096, in_units=256 * 5 * 5)
        self.dropout6 = nn.Dropout(0.5)
        self.fc7 = nn.Dense(4096, in_units=4096)
        self.dropout7 = nn.Dropout(0.5)
        self.fc8 = nn.Dense(10, in_units=4096)

    def hybrid_forward(self, F, x):
        x = self.pool1(self.relu(self.conv1(x)))
        x = self.pool2(self.relu(self.conv2(x)))
        x = self.relu(self.conv3(x))
        x = self.relu(self.conv4(x))
        x = F.flatten(self.pool5(self.relu(self.conv5(x))))
        x = self.dropout6(self.relu(self.fc6(x)))
        x = self.dropout7(self.relu(self.fc7(x)))
        return self.fc8(x)
