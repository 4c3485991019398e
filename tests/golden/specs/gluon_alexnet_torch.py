from torch import nn
from torch.nn import functional as F


class AlexNet(nn.Module):
    """AlexNet of the Gluon tutorial, on grey images; conv1 has no padding."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 96, 11, stride=4)
        self.pool1 = nn.MaxPool2d(3, stride=2)
        self.conv2 = nn.Conv2d(96, 256, 5, padding=2)
        self.pool2 = nn.MaxPool2d(3, stride=2)
        self.conv3 = nn.Conv2d(256, 384, 3, padding=1)
        self.conv4 = nn.Conv2d(384, 384, 3, padding=1)
        self.conv5 = nn.Conv2d(384, 256, 3, padding=1)
        self.pool5 = nn.MaxPool2d(3, stride=2)
        self.fc6 = nn.Linear(256 * 5 * 5, 4096)
        self.dropout6 = nn.Dropout()
        self.fc7 = nn.Linear(4096, 4096)
        self.dropout7 = nn.Dropout()
        self.fc8 = nn.Linear(4096, 10)

    def forward(self, x):
        x = self.pool1(F.relu(self.conv1(x)))
        x = self.pool2(F.relu(self.conv2(x)))
        x = F.relu(self.conv3(x))
        x = F.relu(self.conv4(x))
        x = self.pool5(F.relu(self.conv5(x))).flatten(1)
        x = self.dropout6(F.relu(self.fc6(x)))
        x = self.dropout7(F.relu(self.fc7(x)))
        return self.fc8(x)
