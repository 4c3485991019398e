from torch import nn
from torch.nn import functional as F


class Residual(nn.Module):
    """Two 3x3 convolutions around a shortcut; halves the image unless same_shape."""

    def __init__(self, in_channels, channels, same_shape=True):
        super().__init__()
        strides = 1 if same_shape else 2
        self.conv1 = nn.Conv2d(in_channels, channels, 3, stride=strides, padding=1)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(channels)
        if not same_shape:
            self.conv3 = nn.Conv2d(in_channels, channels, 1, stride=strides)
        else:
            self.conv3 = nn.Identity()

    def forward(self, x):
        shortcut = self.conv3(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)


class ResNet(nn.Module):
    """ResNet-18 of the Gluon tutorial.

    The first convolution has no padding, no batch normalisation and no activation;
    the convolutions keep their biases; a shortcut's convolution is not normalised.
    Drawn for 96x96 images: at 224x224 the last pooling leaves 2x2.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.b1 = nn.Conv2d(1, 64, 7, stride=2)
        self.b2 = nn.Sequential(
            nn.MaxPool2d(3, stride=2), Residual(64, 64), Residual(64, 64)
        )
        self.b3 = nn.Sequential(Residual(64, 128, same_shape=False), Residual(128, 128))
        self.b4 = nn.Sequential(
            Residual(128, 256, same_shape=False), Residual(256, 256)
        )
        self.b5 = nn.Sequential(
            Residual(256, 512, same_shape=False), Residual(512, 512)
        )
        self.b6 = nn.Sequential(
            nn.AvgPool2d(3), nn.Flatten(), nn.Linear(512 * 2 * 2, num_classes)
        )

    def forward(self, x):
        x = self.b1(x)
        x = self.b2(x)
        x = self.b3(x)
        x = self.b4(x)
        x = self.b5(x)
        return self.b6(x)
