from paddle import nn
from paddle.nn import functional as F


class Aux(nn.Sequential):
    """Block Aux."""

    def __init__(self, in_channels, classes):
        super().__init__(
            nn.AdaptiveAvgPool2D(2),
            nn.Conv2D(in_channels, 3, 1),
            nn.Flatten(),
            nn.Linear(3 * 2 * 2, classes),
        )


class OnlyHead(nn.Layer):
    """Auxiliary heads exist in training only; a single output is left at inference."""

    def __init__(self, classes=4):
        super().__init__()
        self.conv1 = nn.Conv2D(3, 4, 3)
        self.aux1 = Aux(4, classes)
        self.conv2 = nn.Conv2D(4, 5, 3)
        self.aux2 = Aux(5, classes)
        self.fc = nn.Linear(5, classes)

    def forward(self, x):
        conv1 = self.conv1(x)
        conv2 = self.conv2(conv1)
        x = F.adaptive_avg_pool2d(conv2, 1).flatten(1)
        x = self.fc(x)
        if self.training:
            aux1 = self.aux1(conv1)
            aux2 = self.aux2(conv2)
            return (x, aux1, aux2)
        return x
