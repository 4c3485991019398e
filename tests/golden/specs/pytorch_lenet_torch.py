from collections import OrderedDict

from torch import nn


class LeNet(nn.Module):
    """LeNet of the PyTorch tutorial, which has no activation at all."""

    def __init__(self):
        super().__init__()
        self.layer1 = nn.Sequential(
            OrderedDict(conv1=nn.Conv2d(1, 6, 3, padding=1), pool1=nn.MaxPool2d(2))
        )
        self.layer2 = nn.Sequential(
            OrderedDict(conv2=nn.Conv2d(6, 16, 5), pool2=nn.MaxPool2d(2))
        )
        self.layer3 = nn.Sequential(
            OrderedDict(
                fc1=nn.Linear(16 * 5 * 5, 120),
                fc2=nn.Linear(120, 84),
                fc3=nn.Linear(84, 10),
            )
        )

    def forward(self, x):
        x = self.layer1(x)
        x = self.layer2(x).flatten(1)
        return self.layer3(x)
