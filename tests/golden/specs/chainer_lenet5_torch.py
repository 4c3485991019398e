import torch
from torch import nn
from torch.nn import functional as F


class LeNet5(nn.Module):
    """LeNet-5 of the Chainer tutorial: logits in training, probabilities at inference.

    conv3 has a 4x4 window, so that a 28x28 image ends as 1x1. Pooling rounds up.
    """

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.mpool1 = nn.MaxPool2d(2, ceil_mode=True)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.mpool2 = nn.MaxPool2d(2, ceil_mode=True)
        self.conv3 = nn.Conv2d(16, 120, 4)
        self.fc4 = nn.Linear(120, 84)
        self.fc5 = nn.Linear(84, 10)

    def forward(self, x):
        x = self.mpool1(torch.sigmoid(self.conv1(x)))
        x = self.mpool2(torch.sigmoid(self.conv2(x)))
        x = torch.sigmoid(self.conv3(x)).flatten(1)
        x = torch.sigmoid(self.fc4(x))
        x = self.fc5(x)
        if not self.training:
            x = F.softmax(x, dim=1)
        return x
