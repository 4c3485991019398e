from torch import nn
from torch.nn import functional as F


class VGGBlock(nn.Sequential):
    """3x3 convolutions, then a pooling."""

    def __init__(self, in_channels, num_convs, channels):
        super().__init__()
        for i in range(num_convs):
            self.append(
                nn.Conv2d(in_channels if i == 0 else channels, channels, 3, padding=1)
            )
            self.append(nn.ReLU())
        self.append(nn.MaxPool2d(2))


class VGGNet(nn.Module):
    """VGG of the Gluon tutorial, with the architecture it is used with, VGG-13."""

    def __init__(self, architecture=((2, 64), (2, 128), (2, 256), (2, 512), (2, 512))):
        super().__init__()
        self.features = nn.Sequential()
        features = 1
        size = 224
        for num_convs, channels in architecture:
            self.features.append(VGGBlock(features, num_convs, channels))
            features = channels
            size = size // 2
        self.fc1 = nn.Linear(architecture[-1][1] * size * size, 4096)
        self.dropout1 = nn.Dropout()
        self.fc2 = nn.Linear(4096, 4096)
        self.dropout2 = nn.Dropout()
        self.fc3 = nn.Linear(4096, 10)

    def forward(self, x):
        x = self.features(x).flatten(1)
        x = self.dropout1(F.relu(self.fc1(x)))
        x = self.dropout2(F.relu(self.fc2(x)))
        return self.fc3(x)
