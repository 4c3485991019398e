import paddle
from paddle import nn
from paddle.nn import functional as F


class Fire(nn.Layer):
    """Squeezes the channels, then expands them by 1x1 and 3x3 convolutions."""

    def __init__(self, in_channels, narrow, wide):
        super().__init__()
        self.squeeze = nn.Conv2D(in_channels, narrow, 1)
        self.expand1x1 = nn.Conv2D(narrow, wide, 1)
        self.expand3x3 = nn.Conv2D(narrow, wide, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.squeeze(x))
        branch1 = F.relu(self.expand1x1(x))
        branch2 = F.relu(self.expand3x3(x))
        return paddle.concat((branch1, branch2), axis=1)


class SqueezeNet(nn.Layer):
    """SqueezeNet 1.0 (Iandola et al., 2016), without bypasses."""

    def __init__(self, num_classes=1000, width=96, kernel=7, pools=(2, 6)):
        super().__init__()
        self.features = nn.Sequential()
        self.features.append(nn.Conv2D(3, width, kernel, stride=2))
        self.features.append(nn.ReLU())
        self.features.append(nn.MaxPool2D(3, stride=2, ceil_mode=True))
        channels = width
        for i, (narrow, wide) in enumerate(
            (
                (16, 64),
                (16, 64),
                (32, 128),
                (32, 128),
                (48, 192),
                (48, 192),
                (64, 256),
                (64, 256),
            )
        ):
            self.features.append(Fire(channels, narrow, wide))
            if i in pools:
                self.features.append(nn.MaxPool2D(3, stride=2, ceil_mode=True))
            channels = wide * 2
        self.classifier = nn.Sequential(
            nn.Dropout(),
            nn.Conv2D(512, num_classes, 1),
            nn.ReLU(),
            nn.AdaptiveAvgPool2D(1),
        )

    def forward(self, x):
        x = self.features(x)
        return self.classifier(x).flatten(1)
