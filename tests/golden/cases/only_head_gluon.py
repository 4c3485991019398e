from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class Aux(nn.HybridSequential):
    """Block Aux."""

    def __init__(self, in_channels, classes):
        super().__init__()
        self.add(
            nn.HybridLambda(
                lambda F, x: F.contrib.AdaptiveAvgPooling2D(x, output_size=2)
            ),
            nn.Conv2D(3, 1, in_channels=in_channels),
            nn.Flatten(),
            nn.Dense(classes, in_units=3 * 2 * 2),
        )


class OnlyHead(nn.Block):
    """Auxiliary heads exist in training only; a single output is left at inference."""

    def __init__(self, classes=4):
        super().__init__()
        self.conv1 = nn.Conv2D(4, 3, in_channels=3)
        self.aux1 = Aux(4, classes)
        self.conv2 = nn.Conv2D(5, 3, in_channels=4)
        self.aux2 = Aux(5, classes)
        self.pool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(classes, in_units=5)

    def forward(self, x):
        conv1 = self.conv1(x)
        conv2 = self.conv2(conv1)
        x = F.flatten(self.pool(conv2))
        x = self.fc(x)
        if autograd.is_training():
            aux1 = self.aux1(conv1)
            aux2 = self.aux2(conv2)
            return (x, aux1, aux2)
        return x
