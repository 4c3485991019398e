from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class BasicConv2d(nn.HybridBlock):
    """Convolution, batch normalisation and ReLU."""

    def __init__(self, in_channels, channels, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2D(
            channels,
            kernel,
            strides=stride,
            padding=padding,
            in_channels=in_channels,
            use_bias=False,
        )
        self.bn = nn.BatchNorm(epsilon=0.001, in_channels=channels)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        return self.relu(self.bn(self.conv(x)))


class Inception(nn.HybridBlock):
    """Four parallel branches. The third, 5x5 in the paper, is 3x3 as in torchvision."""

    def __init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
        super().__init__()
        self.branch1 = BasicConv2d(in_channels, ch1x1, 1)
        self.branch2 = nn.HybridSequential()
        self.branch2.add(
            BasicConv2d(in_channels, ch3x3red, 1),
            BasicConv2d(ch3x3red, ch3x3, 3, padding=1),
        )
        self.branch3 = nn.HybridSequential()
        self.branch3.add(
            BasicConv2d(in_channels, ch5x5red, 1),
            BasicConv2d(ch5x5red, ch5x5, 3, padding=1),
        )
        self.branch4 = nn.HybridSequential()
        self.branch4.add(
            nn.MaxPool2D(3, strides=1, padding=1, ceil_mode=True),
            BasicConv2d(in_channels, pool_proj, 1),
        )

    def hybrid_forward(self, F, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2(x)
        branch3 = self.branch3(x)
        branch4 = self.branch4(x)
        return F.concat(branch1, branch2, branch3, branch4, dim=1)


class AuxiliaryHead(nn.HybridBlock):
    """A classifier on features of the middle."""

    def __init__(self, in_channels, classes):
        super().__init__()
        self.conv = BasicConv2d(in_channels, 128, 1)
        self.fc1 = nn.Dense(1024, in_units=128 * 4 * 4)
        self.relu = nn.Activation("relu")
        self.dropout = nn.Dropout(0.7)
        self.fc2 = nn.Dense(classes, in_units=1024)

    def hybrid_forward(self, F, x):
        x = F.flatten(self.conv(F.contrib.AdaptiveAvgPooling2D(x, output_size=4)))
        x = self.dropout(self.relu(self.fc1(x)))
        return self.fc2(x)


class GoogLeNet(nn.Block):
    """GoogLeNet (Szegedy et al., 2015), batch-normalised, with auxiliary heads in
    training.

    torchvision's published weights were trained on images scaled to [-1, 1].
    """

    def __init__(self, num_classes=1000):
        super().__init__()
        self.conv1 = BasicConv2d(3, 64, 7, stride=2, padding=3)
        self.maxpool1 = nn.MaxPool2D(3, strides=2, ceil_mode=True)
        self.conv2 = BasicConv2d(64, 64, 1)
        self.conv3 = BasicConv2d(64, 192, 3, padding=1)
        self.maxpool2 = nn.MaxPool2D(3, strides=2, ceil_mode=True)
        self.inception3a = Inception(192, 64, 96, 128, 16, 32, 32)
        self.inception3b = Inception(256, 128, 128, 192, 32, 96, 64)
        self.maxpool3 = nn.MaxPool2D(3, strides=2, ceil_mode=True)
        self.inception4a = Inception(480, 192, 96, 208, 16, 48, 64)
        self.inception4b = Inception(512, 160, 112, 224, 24, 64, 64)
        self.inception4c = Inception(512, 128, 128, 256, 24, 64, 64)
        self.inception4d = Inception(512, 112, 144, 288, 32, 64, 64)
        self.inception4e = Inception(528, 256, 160, 320, 32, 128, 128)
        self.maxpool4 = nn.MaxPool2D(ceil_mode=True)
        self.inception5a = Inception(832, 256, 160, 320, 32, 128, 128)
        self.inception5b = Inception(832, 384, 192, 384, 48, 128, 128)
        self.avgpool = nn.GlobalAvgPool2D()
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Dense(num_classes, in_units=1024)
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
        x = F.flatten(self.avgpool(self.inception5b(x)))
        logits = self.fc(self.dropout(x))
        if autograd.is_training():
            aux_logits1 = self.aux1(inception4a)
            return (logits, self.aux2(inception4d), aux_logits1)
        return logits
