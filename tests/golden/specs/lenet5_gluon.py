from mxnet.gluon import nn


class LeNet5(nn.HybridBlock):
    """LeNet-5 (LeCun et al., 1998), with means for its pools and a linear output.

    The paper's pools have weights, its third layer reads some of the channels only,
    and its output is a radial basis function. 61,706 parameters.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.conv1 = nn.Conv2D(6, 5, in_channels=1)
        self.tanh = nn.Activation("tanh")
        self.pool2 = nn.AvgPool2D()
        self.conv3 = nn.Conv2D(16, 5, in_channels=6)
        self.pool4 = nn.AvgPool2D()
        self.conv5 = nn.Conv2D(120, 5, in_channels=16)
        self.fc6 = nn.Dense(84, in_units=120)
        self.fc7 = nn.Dense(num_classes, in_units=84)

    def hybrid_forward(self, F, x):
        x = self.pool2(self.tanh(self.conv1(x)))
        x = self.pool4(self.tanh(self.conv3(x)))
        x = F.flatten(self.tanh(self.conv5(x)))
        x = self.tanh(self.fc6(x))
        return self.fc7(x)
