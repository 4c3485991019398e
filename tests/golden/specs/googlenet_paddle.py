import paddle
from paddle import nn
from paddle.nn import functional as F


class BasicConv2d(nn.Layer):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels,
            channels,
            kernel,
            stride=stride,
            padding=padding,
            bias_attr=False,
        )
        self.bn = nn.BatchNorm2D(channels, epsilon=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Inception(nn.Layer):
    """Four parallel branches. The third, 5x5 in the paper, is 3x3 as in torchvision."""

    def __init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
        super().__init__()
        self.branch1 = BasicConv2d(in_channels, ch1x1, 1)
        self.branch2 = nn.Sequential(
            BasicConv2d(in_channels, ch3x3red, 1),
            BasicConv2d(ch3x3red, ch3x3, 3, padding=1),
        )
        self.branch3 = nn.Sequential(
            BasicConv2d(in_channels, ch5x5red, 1),
            BasicConv2d(ch5x5red, ch5x5, 3, padding=1),
        )
        self.branch4 = nn.Sequential(
            nn.MaxPool2D(3, stride=1, padding=1, ceil_mode=True),
            BasicConv2d(in_channels, pool_proj, 1),
        )

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2(x)
        branch3 = self.branch3(x)
        branch4 = self.branch4(x)
        return paddle.concat((branch1, branch2, branch3, branch4), axis=1)


class AuxiliaryHead(nn.Layer):
    """A classifier on features of the middle."""

    def __init__(self, in_channels, classes):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2D(4)
        self.conv = BasicConv2d(in_channels, 128, 1)
        self.fc1 = nn.Linear(128 * 4 * 4, 1024)
        self.dropout = nn.Dropout(0.7)
        self.fc2 = nn.Linear(1024, classes)

    def forward(self, x):
        x = self.conv(self.avgpool(x)).flatten(1)
        x = self.dropout(F.relu(self.fc1(x)))
        return self.fc2(x)


class GoogLeNet(nn.Layer):
    """GoogLeNet (Szegedy et al., 2015), batch-normalised, with auxiliary heads in
    training.

    torchvision's published weights were trained on images scaled to [-1, 1].
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.conv1 = BasicConv2d(3, 64, 7, stride=2, padding=3)
        self.maxpool1 = nn.MaxPool2D(3, stride=2, ceil_mode=True)
        self.conv2 = BasicConv2d(64, 64, 1)
        self.conv3 = BasicConv2d(64, 192, 3, padding=1)
        self.maxpool2 = nn.MaxPool2D(3, stride=2, ceil_mode=True)
        self.inception3a = Inception(192, 64, 96, 128, 16, 32, 32)
        self.inception3b = Inception(256, 128, 128, 192, 32, 96, 64)
        self.maxpool3 = nn.MaxPool2D(3, stride=2, ceil_mode=True)
        self.inception4a = Inception(480, 192, 96, 208, 16, 48, 64)
        self.inception4b = Inception(512, 160, 112, 224, 24, 64, 64)
        self.inception4c = Inception(512, 128, 128, 256, 24, 64, 64)
        self.inception4d = Inception(512, 112, 144, 288, 32, 64, 64)
        self.inception4e = Inception(528, 256, 160, 320, 32, 128, 128)
        self.maxpool4 = nn.MaxPool2D(2, ceil_mode=True)
        self.inception5a = Inception(832, 256, 160, 320, 32, 128, 128)
        self.inception5b = Inception(832, 384, 192, 384, 48, 128, 128)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(1024, num_classes)
        self.aux1 = AuxiliaryHead(512, num_classes)
        self.aux2 = AuxiliaryHead(528, num_classes)

    def forward(self, x):
        x = self.maxpool1(self.conv1(x))
        x = self.conv2(x)
        x = self.maxpool2(self.conv3(x))
        x = self.inception3a(x)
        x = self.maxpool3(self.inception3b(x))
        inception4a = self.inception4a(x)
        x = self.inception4b(inception4a)
        x = self.inception4c(x)
        inception4d = self.inception4d(x)
        x = self.maxpool4(self.inception4e(inception4d))
        x = self.inception5a(x)
        x = F.adaptive_avg_pool2d(self.inception5b(x), 1).flatten(1)
        logits = self.fc(self.dropout(x))
        if self.training:
            aux_logits1 = self.aux1(inception4a)
            return (logits, self.aux2(inception4d), aux_logits1)
        return logits
