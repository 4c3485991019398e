from paddle import nn
from paddle.nn import functional as F


class LeNet5(nn.Layer):
    """LeNet-5 (LeCun et al., 1998), with means for its pools and a linear output.

    The paper's pools have weights, its third layer reads some of the channels only,
    and its output is a radial basis function. 61,706 parameters.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.conv1 = nn.Conv2D(1, 6, 5)
        self.pool2 = nn.AvgPool2D(2)
        self.conv3 = nn.Conv2D(6, 16, 5)
        self.pool4 = nn.AvgPool2D(2)
        self.conv5 = nn.Conv2D(16, 120, 5)
        self.fc6 = nn.Linear(120, 84)
        self.fc7 = nn.Linear(84, num_classes)

    def forward(self, x):
        x = self.pool2(F.tanh(self.conv1(x)))
        x = self.pool4(F.tanh(self.conv3(x)))
        x = F.tanh(self.conv5(x)).flatten(1)
        x = F.tanh(self.fc6(x))
        return self.fc7(x)
