from torch import nn
from torch.nn import functional as F


def initialize(layer, **fill):
    """Fill the tensors of a layer in place: initialize(layer, bias=nn.init.zeros_)."""
    for name, function in fill.items():
        if getattr(layer, name) is not None:
            function(getattr(layer, name))
    return layer


class VGGBlock(nn.Module):
    """Two or three 3x3 convolutions and a pooling, then the classifier if wanted."""

    def __init__(self, in_channels, n_channels, n_convs=2, fc=False, in_features=None):
        super().__init__()
        self.conv1 = initialize(
            nn.Conv2d(in_channels, n_channels, 3, padding=1),
            weight=nn.init.kaiming_normal_,
        )
        self.conv2 = initialize(
            nn.Conv2d(n_channels, n_channels, 3, padding=1),
            weight=nn.init.kaiming_normal_,
        )
        if n_convs == 3:
            self.conv3 = initialize(
                nn.Conv2d(n_channels, n_channels, 3, padding=1),
                weight=nn.init.kaiming_normal_,
            )
        else:
            self.conv3 = nn.Identity()
        self.relu3 = nn.ReLU() if n_convs == 3 else nn.Identity()
        self.pool = nn.MaxPool2d(2, ceil_mode=True)
        self.flatten = nn.Flatten() if fc else nn.Identity()
        if fc:
            self.fc4 = initialize(
                nn.Linear(in_features, 4096), weight=nn.init.kaiming_normal_
            )
        else:
            self.fc4 = nn.Identity()
        self.relu4 = nn.ReLU() if fc else nn.Identity()
        self.dropout4 = nn.Dropout() if fc else nn.Identity()
        if fc:
            self.fc5 = initialize(nn.Linear(4096, 4096), weight=nn.init.kaiming_normal_)
        else:
            self.fc5 = nn.Identity()
        self.relu5 = nn.ReLU() if fc else nn.Identity()
        self.dropout5 = nn.Dropout() if fc else nn.Identity()
        if fc:
            self.fc6 = initialize(nn.Linear(4096, 1000), weight=nn.init.kaiming_normal_)
        else:
            self.fc6 = nn.Identity()

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = self.flatten(self.pool(self.relu3(self.conv3(x))))
        x = self.dropout4(self.relu4(self.fc4(x)))
        x = self.dropout5(self.relu5(self.fc5(x)))
        return self.fc6(x)


class VGG16(nn.Sequential):
    """VGG-16 of the Chainer tutorial: logits in training, probabilities at inference.

    The classifier sits in the last block, and its 1000 classes are fixed there.
    """

    def __init__(self):
        super().__init__(
            VGGBlock(3, 64),
            VGGBlock(64, 128),
            VGGBlock(128, 256, n_convs=3),
            VGGBlock(256, 512, n_convs=3),
            VGGBlock(512, 512, n_convs=3, fc=True, in_features=512 * 7 * 7),
        )

    def forward(self, x):
        x = super().forward(x)
        if not self.training:
            x = F.softmax(x, dim=1)
        return x
