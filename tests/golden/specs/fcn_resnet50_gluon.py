from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class Bottleneck(nn.HybridBlock):
    """1x1, 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1, dilation=1):
        super().__init__()
        self.conv1 = nn.Conv2D(width, 1, in_channels=in_channels, use_bias=False)
        self.bn1 = nn.BatchNorm(in_channels=width)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(
            width,
            3,
            strides=stride,
            padding=dilation,
            dilation=dilation,
            in_channels=width,
            use_bias=False,
        )
        self.bn2 = nn.BatchNorm(in_channels=width)
        self.conv3 = nn.Conv2D(width * 4, 1, in_channels=width, use_bias=False)
        self.bn3 = nn.BatchNorm(in_channels=width * 4)
        self.downsample = nn.HybridSequential()
        if stride != 1 or in_channels != width * 4:
            self.downsample.add(
                nn.Conv2D(
                    width * 4,
                    1,
                    strides=stride,
                    in_channels=in_channels,
                    use_bias=False,
                ),
                nn.BatchNorm(in_channels=width * 4),
            )

    def hybrid_forward(self, F, x):
        shortcut = self.downsample(x)
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.relu(self.bn2(self.conv2(x)))
        x = self.bn3(self.conv3(x))
        return self.relu(x + shortcut)


class Backbone(nn.HybridBlock):
    """ResNet-50 whose last two stages dilate instead of halving."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv1 = nn.Conv2D(
            64, 7, strides=2, padding=3, in_channels=in_channels, use_bias=False
        )
        self.bn1 = nn.BatchNorm(in_channels=64)
        self.relu = nn.Activation("relu")
        self.maxpool = nn.MaxPool2D(3, strides=2, padding=1)
        self.layer1 = nn.HybridSequential()
        for i in range(3):
            self.layer1.add(Bottleneck(64 if i == 0 else 256, 64))
        self.layer2 = nn.HybridSequential()
        for i in range(4):
            self.layer2.add(
                Bottleneck(256 if i == 0 else 512, 128, stride=2 if i == 0 else 1)
            )
        self.layer3 = nn.HybridSequential()
        for i in range(6):
            self.layer3.add(
                Bottleneck(512 if i == 0 else 1024, 256, dilation=1 if i == 0 else 2)
            )
        self.layer4 = nn.HybridSequential()
        for i in range(3):
            self.layer4.add(
                Bottleneck(1024 if i == 0 else 2048, 512, dilation=2 if i == 0 else 4)
            )

    def hybrid_forward(self, F, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer1(x)
        x = self.layer2(x)
        aux = self.layer3(x)
        return (aux, self.layer4(aux))


class Head(nn.HybridSequential):
    """3x3 to a quarter of the channels, then a score for each class at each pixel."""

    def __init__(self, in_channels, classes):
        super().__init__()
        self.add(
            nn.Conv2D(
                in_channels // 4, 3, padding=1, in_channels=in_channels, use_bias=False
            ),
            nn.BatchNorm(in_channels=in_channels // 4),
            nn.Activation("relu"),
            nn.Dropout(0.1),
            nn.Conv2D(classes, 1, in_channels=in_channels // 4),
        )


class FCNResNet50(nn.Block):
    """Fully convolutional network (Long et al., 2015) on a dilated ResNet-50, as in
    torchvision.

    The sides of the input are multiples of 8. In training there is a second output,
    from the third stage. 35,322,218 parameters.
    """

    def __init__(self, num_classes=21):
        super().__init__()
        self.backbone = Backbone(3)
        self.classifier = Head(2048, num_classes)
        self.aux_classifier = Head(1024, num_classes)

    def forward(self, x):
        backbone, out = self.backbone(x)
        x = self.classifier(out)
        out = F.contrib.BilinearResize2D(
            x, scale_height=8, scale_width=8, align_corners=False
        )
        if autograd.is_training():
            x = self.aux_classifier(backbone)
            x = F.contrib.BilinearResize2D(
                x, scale_height=8, scale_width=8, align_corners=False
            )
            return (out, x)
        return out
