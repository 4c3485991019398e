from paddle import nn
from paddle.nn import functional as F


class BasicBlock(nn.Layer):
    """Basic residual block of the PyTorch tutorial, whose ResidualBlock is the same.

    There the caller passes the downsampling module; here it is ResNet's 1x1
    convolution with batch normalisation, where the shape changes.
    """

    def __init__(self, channels=128, stride=2):
        super().__init__()
        self.conv1 = nn.Conv2D(
            64, channels, 3, stride=stride, padding=1, bias_attr=False
        )
        self.bn1 = nn.BatchNorm2D(channels)
        self.conv2 = nn.Conv2D(channels, channels, 3, padding=1, bias_attr=False)
        self.bn2 = nn.BatchNorm2D(channels)
        if stride != 1 or channels != 64:
            self.downsample = nn.Sequential(
                nn.Conv2D(64, channels, 1, stride=stride, bias_attr=False),
                nn.BatchNorm2D(channels),
            )
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)
