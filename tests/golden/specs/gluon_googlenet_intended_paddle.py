import paddle
from paddle import nn
from paddle.nn import functional as F


class Inception(nn.Layer):
    """Four parallel branches."""

    def __init__(self, in_channels, n1_1, n2_1, n2_3, n3_1, n3_5, n4_1):
        super().__init__()
        self.p1_convs_1 = nn.Conv2D(in_channels, n1_1, 1)
        self.p2_convs_1 = nn.Conv2D(in_channels, n2_1, 1)
        self.p2_convs_3 = nn.Conv2D(n2_1, n2_3, 3, padding=1)
        self.p3_convs_1 = nn.Conv2D(in_channels, n3_1, 1)
        self.p3_convs_5 = nn.Conv2D(n3_1, n3_5, 5, padding=2)
        self.p4_pool_3 = nn.MaxPool2D(3, stride=1, padding=1)
        self.p4_convs_1 = nn.Conv2D(in_channels, n4_1, 1)

    def forward(self, x):
        branch1 = F.relu(self.p1_convs_1(x))
        branch2 = F.relu(self.p2_convs_1(x))
        branch2 = F.relu(self.p2_convs_3(branch2))
        branch3 = F.relu(self.p3_convs_1(x))
        branch3 = F.relu(self.p3_convs_5(branch3))
        branch4 = F.relu(self.p4_convs_1(self.p4_pool_3(x)))
        return paddle.concat((branch1, branch2, branch3, branch4), axis=1)


class GoogLeNet(nn.Layer):
    """GoogLeNet of the Gluon tutorial, as meant: with 3x3 and 5x5 windows.

    The stem's second stage has no activation. Drawn for 96x96 images: at 224x224 the
    last pooling leaves 3x3.
    """

    def __init__(self, num_class=10):
        super().__init__()
        self.b1 = nn.Sequential(
            nn.Conv2D(1, 64, 7, stride=2, padding=3),
            nn.ReLU(),
            nn.MaxPool2D(3, stride=2),
        )
        self.b2 = nn.Sequential(
            nn.Conv2D(64, 64, 1),
            nn.Conv2D(64, 192, 3, padding=1),
            nn.MaxPool2D(3, stride=2),
        )
        self.b3 = nn.Sequential(
            Inception(192, 64, 96, 128, 16, 32, 32),
            Inception(256, 128, 128, 192, 32, 96, 64),
            nn.MaxPool2D(3, stride=2),
        )
        self.b4 = nn.Sequential(
            Inception(480, 192, 96, 208, 16, 48, 64),
            Inception(512, 160, 112, 224, 24, 64, 64),
            Inception(512, 128, 128, 256, 24, 64, 64),
            Inception(512, 112, 144, 288, 32, 64, 64),
            Inception(528, 256, 160, 320, 32, 128, 128),
            nn.MaxPool2D(3, stride=2),
        )
        self.b5 = nn.Sequential(
            Inception(832, 256, 160, 320, 32, 128, 128),
            Inception(832, 384, 192, 384, 48, 128, 128),
            nn.AvgPool2D(2),
        )
        self.b6 = nn.Sequential(nn.Flatten(), nn.Linear(1024 * 3 * 3, num_class))

    def forward(self, x):
        x = self.b1(x)
        x = self.b2(x)
        x = self.b3(x)
        x = self.b4(x)
        x = self.b5(x)
        return self.b6(x)
