from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class DenseLayer(nn.Module):
    """Bottlenecked 3x3 convolution whose output is appended to its input."""

    def __init__(self, in_channels, growth=32):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(in_channels)
        self.conv1 = nn.Conv2d(in_channels, growth * 4, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(growth * 4)
        self.conv2 = nn.Conv2d(growth * 4, growth, 3, padding=1, bias=False)

    def forward(self, x):
        y = self.conv1(F.relu(self.norm1(x)))
        y = self.conv2(F.relu(self.norm2(y)))
        return torch.cat((x, y), dim=1)


class DenseBlock(nn.Sequential):
    """Dense layers, each one seeing the outputs of all before it."""

    def __init__(self, in_channels, layers, growth=32):
        super().__init__()
        for i in range(layers):
            self.add_module(
                f"denselayer{i + 1}",
                DenseLayer(in_channels + i * growth, growth=growth),
            )


class Transition(nn.Module):
    """Brings the channels to a number, and halves the height and the width."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.norm = nn.BatchNorm2d(in_channels)
        self.conv = nn.Conv2d(in_channels, channels, 1, bias=False)
        self.pool = nn.AvgPool2d(2)

    def forward(self, x):
        return self.pool(self.conv(F.relu(self.norm(x))))


class DenseNet121(nn.Module):
    """Densely connected network, 121 layers (Huang et al., 2017)."""

    def __init__(self, num_classes=1000, layers=(6, 12, 24, 16), growth=32):
        super().__init__()
        c2 = (2 + layers[0]) * growth // 2
        c3 = (c2 + layers[1] * growth) // 2
        c4 = (c3 + layers[2] * growth) // 2
        self.features = nn.Sequential(
            OrderedDict(
                conv0=nn.Conv2d(3, growth * 2, 7, stride=2, padding=3, bias=False),
                norm0=nn.BatchNorm2d(growth * 2),
                relu0=nn.ReLU(),
                pool0=nn.MaxPool2d(3, stride=2, padding=1),
                denseblock1=DenseBlock(growth * 2, layers[0], growth=growth),
                transition1=Transition(growth * 2 + layers[0] * growth, c2),
                denseblock2=DenseBlock(c2, layers[1], growth=growth),
                transition2=Transition(c2 + layers[1] * growth, c3),
                denseblock3=DenseBlock(c3, layers[2], growth=growth),
                transition3=Transition(c3 + layers[2] * growth, c4),
                denseblock4=DenseBlock(c4, layers[3], growth=growth),
                norm5=nn.BatchNorm2d(c4 + layers[3] * growth),
            )
        )
        self.classifier = nn.Linear(c4 + layers[3] * growth, num_classes)

    def forward(self, x):
        x = F.adaptive_avg_pool2d(F.relu(self.features(x)), 1).flatten(1)
        return self.classifier(x)
