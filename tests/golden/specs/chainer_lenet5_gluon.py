from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class LeNet5(nn.Block):
    """LeNet-5 of the Chainer tutorial: logits in training, probabilities at inference.

    conv3 has a 4x4 window, so that a 28x28 image ends as 1x1. Pooling rounds up.
    """

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2D(6, 5, in_channels=1)
        self.sigmoid = nn.Activation("sigmoid")
        self.mpool1 = nn.MaxPool2D(ceil_mode=True)
        self.conv2 = nn.Conv2D(16, 5, in_channels=6)
        self.mpool2 = nn.MaxPool2D(ceil_mode=True)
        self.conv3 = nn.Conv2D(120, 4, in_channels=16)
        self.fc4 = nn.Dense(84, in_units=120)
        self.fc5 = nn.Dense(10, in_units=84)

    def forward(self, x):
        x = self.mpool1(self.sigmoid(self.conv1(x)))
        x = self.mpool2(self.sigmoid(self.conv2(x)))
        x = F.flatten(self.sigmoid(self.conv3(x)))
        x = self.sigmoid(self.fc4(x))
        x = self.fc5(x)
        if not autograd.is_training():
            x = F.softmax(x, axis=1)
        return x
