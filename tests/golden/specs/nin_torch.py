from torch import nn
from torch.nn import functional as F


class MLPConv(nn.Sequential):
    """A convolution, and a small network that is applied to every pixel."""

    def __init__(self, in_channels, channels, inner, out, kernel):
        super().__init__(
            nn.Conv2d(in_channels, channels, kernel, padding=kernel // 2),
            nn.ReLU(),
            nn.Conv2d(channels, inner, 1),
            nn.ReLU(),
            nn.Conv2d(inner, out, 1),
            nn.ReLU(),
        )


class NiN(nn.Module):
    """Network in network for CIFAR-10 (Lin et al., 2014), as in the authors' model.

    966,986 parameters.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.mlpconv1 = MLPConv(3, 192, 160, 96, 5)
        self.pool1 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.dropout1 = nn.Dropout()
        self.mlpconv2 = MLPConv(96, 192, 192, 192, 5)
        self.pool2 = nn.AvgPool2d(3, stride=2, ceil_mode=True)
        self.dropout2 = nn.Dropout()
        self.mlpconv3 = MLPConv(192, 192, 192, num_classes, 3)

    def forward(self, x):
        x = self.pool1(self.mlpconv1(x))
        x = self.pool2(self.mlpconv2(self.dropout1(x)))
        return F.adaptive_avg_pool2d(self.mlpconv3(self.dropout2(x)), 1).flatten(1)
