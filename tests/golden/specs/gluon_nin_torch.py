from torch import nn
from torch.nn import functional as F


class MLPConv(nn.Module):
    """A convolution followed by two 1x1 convolutions, and a pooling if wanted."""

    def __init__(
        self, in_channels, channels, kernel_size, padding, strides=1, max_pooling=True
    ):
        super().__init__()
        self.conv1 = nn.Conv2d(
            in_channels, channels, kernel_size, stride=strides, padding=padding
        )
        self.conv2 = nn.Conv2d(channels, channels, 1)
        self.conv3 = nn.Conv2d(channels, channels, 1)
        self.pool = nn.MaxPool2d(3, stride=2) if max_pooling else nn.Identity()

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        return self.pool(F.relu(self.conv3(x)))


class NiN(nn.Module):
    """Network in network of the Gluon tutorial.

    The last 1x1 convolution has a ReLU like the others, so no logit is negative.
    """

    def __init__(self):
        super().__init__()
        self.mlpconv1 = MLPConv(1, 96, 11, 0, strides=4)
        self.mlpconv2 = MLPConv(96, 256, 5, 2)
        self.mlpconv3 = MLPConv(256, 384, 3, 1)
        self.dropout = nn.Dropout()
        self.mlpconv4 = MLPConv(384, 10, 3, 1, max_pooling=False)

    def forward(self, x):
        x = self.mlpconv1(x)
        x = self.mlpconv2(x)
        x = self.dropout(self.mlpconv3(x))
        return F.adaptive_avg_pool2d(self.mlpconv4(x), 1).flatten(1)
