from collections import OrderedDict

from paddle import nn


class SimpleCNN(nn.Layer):
    """CNN of the PyTorch tutorial that names the children of its layers."""

    def __init__(self):
        super().__init__()
        self.layer1 = nn.Sequential(
            OrderedDict(
                conv1=nn.Conv2D(3, 32, 3, padding=1),
                relu1=nn.ReLU(),
                pool1=nn.MaxPool2D(2),
            )
        )
        self.layer2 = nn.Sequential(
            OrderedDict(
                conv2=nn.Conv2D(32, 64, 3, padding=1),
                relu2=nn.ReLU(),
                pool2=nn.MaxPool2D(2),
            )
        )
        self.layer3 = nn.Sequential(
            OrderedDict(
                conv3=nn.Conv2D(64, 128, 3, padding=1),
                relu3=nn.ReLU(),
                pool3=nn.MaxPool2D(2),
            )
        )
        self.layer4 = nn.Sequential(
            OrderedDict(
                fc1=nn.Linear(128 * 4 * 4, 512),
                fc_relu1=nn.ReLU(),
                fc2=nn.Linear(512, 64),
                fc_relu2=nn.ReLU(),
                fc3=nn.Linear(64, 10),
            )
        )

    def forward(self, x):
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x).flatten(1)
        return self.layer4(x)
