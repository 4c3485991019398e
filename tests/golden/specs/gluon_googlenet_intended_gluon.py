from mxnet.gluon import nn


class Inception(nn.HybridBlock):
    """Four parallel branches."""

    def __init__(self, in_channels, n1_1, n2_1, n2_3, n3_1, n3_5, n4_1):
        super().__init__()
        self.p1_convs_1 = nn.Conv2D(n1_1, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.p2_convs_1 = nn.Conv2D(n2_1, 1, in_channels=in_channels)
        self.p2_convs_3 = nn.Conv2D(n2_3, 3, padding=1, in_channels=n2_1)
        self.p3_convs_1 = nn.Conv2D(n3_1, 1, in_channels=in_channels)
        self.p3_convs_5 = nn.Conv2D(n3_5, 5, padding=2, in_channels=n3_1)
        self.p4_pool_3 = nn.MaxPool2D(3, strides=1, padding=1)
        self.p4_convs_1 = nn.Conv2D(n4_1, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        branch1 = self.relu(self.p1_convs_1(x))
        branch2 = self.relu(self.p2_convs_1(x))
        branch2 = self.relu(self.p2_convs_3(branch2))
        branch3 = self.relu(self.p3_convs_1(x))
        branch3 = self.relu(self.p3_convs_5(branch3))
        branch4 = self.relu(self.p4_convs_1(self.p4_pool_3(x)))
        return F.concat(branch1, branch2, branch3, branch4, dim=1)


class GoogLeNet(nn.HybridBlock):
    """GoogLeNet of the Gluon tutorial, as meant: with 3x3 and 5x5 windows.

    The stem's second stage has no activation. Drawn for 96x96 images: at 224x224 the
    last pooling leaves 3x3.
    """

    def __init__(self, num_class=10):
        super().__init__()
        self.b1 = nn.HybridSequential()
        self.b1.add(
            nn.Conv2D(64, 7, strides=2, padding=3, in_channels=1),
            nn.Activation("relu"),
            nn.MaxPool2D(3, strides=2),
        )
        self.b2 = nn.HybridSequential()
        self.b2.add(
            nn.Conv2D(64, 1, in_channels=64),
            nn.Conv2D(192, 3, padding=1, in_channels=64),
            nn.MaxPool2D(3, strides=2),
        )
        self.b3 = nn.HybridSequential()
        self.b3.add(
            Inception(192, 64, 96, 128, 16, 32, 32),
            Inception(256, 128, 128, 192, 32, 96, 64),
            nn.MaxPool2D(3, strides=2),
        )
        self.b4 = nn.HybridSequential()
        self.b4.add(
            Inception(480, 192, 96, 208, 16, 48, 64),
            Inception(512, 160, 112, 224, 24, 64, 64),
            Inception(512, 128, 128, 256, 24, 64, 64),
            Inception(512, 112, 144, 288, 32, 64, 64),
            Inception(528, 256, 160, 320, 32, 128, 128),
            nn.MaxPool2D(3, strides=2),
        )
        self.b5 = nn.HybridSequential()
        self.b5.add(
            Inception(832, 256, 160, 320, 32, 128, 128),
            Inception(832, 384, 192, 384, 48, 128, 128),
            nn.AvgPool2D(),
        )
        self.b6 = nn.HybridSequential()
        self.b6.add(nn.Flatten(), nn.Dense(num_class, in_units=1024 * 3 * 3))

    def hybrid_forward(self, F, x):
        x = self.b1(x)
        x = self.b2(x)
        x = self.b3(x)
        x = self.b4(x)
        x = self.b5(x)
        return self.b6(x)
