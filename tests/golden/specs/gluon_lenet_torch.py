from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    """LeNet of the Gluon tutorial.

    The second window is 3x3. The dense layer's inputs follow from the image: 1,250
    at 28x28, but 145,800 at the 224x224 with which the tutorial trains it.
    """

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 20, 5)
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(20, 50, 3)
        self.pool2 = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(50 * 5 * 5, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = self.pool1(F.relu(self.conv1(x)))
        x = self.pool2(F.relu(self.conv2(x))).flatten(1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)
