from mxnet.gluon import nn


class ConvBN(nn.HybridSequential):
    """Convolution, batch normalisation and, if wanted, ReLU."""

    def __init__(
        self, in_channels, channels, kernel=3, stride=1, bias=False, relu=True
    ):
        super().__init__()
        self.add(
            nn.Conv2D(
                channels,
                kernel,
                strides=stride,
                padding=kernel // 2,
                in_channels=in_channels,
                use_bias=bias,
            ),
            nn.BatchNorm(in_channels=channels),
        )
        if relu:
            self.add(nn.Activation("relu"))


class Bottleneck(nn.HybridBlock):
    """1x1, 3x3 and 1x1 convolutions around a shortcut."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.conv1 = ConvBN(in_channels, width, kernel=1)
        self.conv2 = ConvBN(width, width)
        self.conv3 = ConvBN(width, width * 4, kernel=1, relu=False)
        if in_channels != width * 4:
            self.downsample = ConvBN(in_channels, width * 4, kernel=1, relu=False)
        else:
            self.downsample = nn.HybridSequential()
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        shortcut = self.downsample(x)
        x = self.conv1(x)
        x = self.conv2(x)
        return self.relu(self.conv3(x) + shortcut)


class BasicBlock(nn.HybridBlock):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv1 = ConvBN(in_channels, in_channels)
        self.conv2 = ConvBN(in_channels, in_channels, relu=False)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        y = self.conv1(x)
        return self.relu(self.conv2(y) + x)


class Layer(nn.HybridBlock):
    """A part of Up."""

    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def hybrid_forward(self, F, x):
        return F.UpSampling(x, scale=self.scale, sample_type="nearest")


class Up(nn.HybridSequential):
    """Brings the channels to a number, and enlarges."""

    def __init__(self, in_channels, channels, scale):
        super().__init__()
        self.add(ConvBN(in_channels, channels, kernel=1, relu=False), Layer(scale))


class Down(nn.HybridSequential):
    """Halves the height and the width as often as wanted, the last time without
    ReLU.
    """

    def __init__(self, in_channels, channels, times=1):
        super().__init__()
        if times > 1:
            for _ in range(times - 1):
                self.add(ConvBN(in_channels, in_channels, stride=2))
        self.add(ConvBN(in_channels, channels, stride=2, relu=False))


class Exchange2(nn.HybridBlock):
    """Two resolutions, then the sum of both in each."""

    def __init__(self, in_channels, b_channels, width):
        super().__init__()
        self.branch1 = nn.HybridSequential()
        for _ in range(4):
            self.branch1.add(BasicBlock(in_channels))
        self.branch2 = nn.HybridSequential()
        for _ in range(4):
            self.branch2.add(BasicBlock(b_channels))
        self.up12 = Up(b_channels, width, 2)
        self.relu = nn.Activation("relu")
        self.down21 = Down(in_channels, width * 2)

    def hybrid_forward(self, F, a, b):
        branch1 = self.branch1(a)
        branch2 = self.branch2(b)
        x = self.relu(F.broadcast_add(branch1, self.up12(branch2)))
        return (x, self.relu(F.broadcast_add(self.down21(branch1), branch2)))


class Exchange3(nn.HybridBlock):
    """Three resolutions, then the sum of all in each."""

    def __init__(self, in_channels, b_channels, c_channels, width):
        super().__init__()
        self.branch1 = nn.HybridSequential()
        for _ in range(4):
            self.branch1.add(BasicBlock(in_channels))
        self.branch2 = nn.HybridSequential()
        for _ in range(4):
            self.branch2.add(BasicBlock(b_channels))
        self.branch3 = nn.HybridSequential()
        for _ in range(4):
            self.branch3.add(BasicBlock(c_channels))
        self.up12 = Up(b_channels, width, 2)
        self.up13 = Up(c_channels, width, 4)
        self.relu = nn.Activation("relu")
        self.down21 = Down(in_channels, width * 2)
        self.up23 = Up(c_channels, width * 2, 2)
        self.down31 = Down(in_channels, width * 4, times=2)
        self.down32 = Down(b_channels, width * 4)

    def hybrid_forward(self, F, a, b, c):
        branch1 = self.branch1(a)
        branch2 = self.branch2(b)
        branch3 = self.branch3(c)
        up12 = self.up12(branch2)
        x = F.broadcast_add(F.broadcast_add(branch1, up12), self.up13(branch3))
        x = self.relu(x)
        down21 = self.down21(branch1)
        y = F.broadcast_add(F.broadcast_add(down21, branch2), self.up23(branch3))
        y = self.relu(y)
        down31 = self.down31(branch1)
        z = F.broadcast_add(F.broadcast_add(down31, self.down32(branch2)), branch3)
        return (x, y, self.relu(z))


class Exchange4(nn.HybridBlock):
    """Four resolutions, then the sum of all in each."""

    def __init__(self, in_channels, b_channels, c_channels, d_channels, width):
        super().__init__()
        self.branch1 = nn.HybridSequential()
        for _ in range(4):
            self.branch1.add(BasicBlock(in_channels))
        self.branch2 = nn.HybridSequential()
        for _ in range(4):
            self.branch2.add(BasicBlock(b_channels))
        self.branch3 = nn.HybridSequential()
        for _ in range(4):
            self.branch3.add(BasicBlock(c_channels))
        self.branch4 = nn.HybridSequential()
        for _ in range(4):
            self.branch4.add(BasicBlock(d_channels))
        self.up12 = Up(b_channels, width, 2)
        self.up13 = Up(c_channels, width, 4)
        self.up14 = Up(d_channels, width, 8)
        self.relu = nn.Activation("relu")
        self.down21 = Down(in_channels, width * 2)
        self.up23 = Up(c_channels, width * 2, 2)
        self.up24 = Up(d_channels, width * 2, 4)
        self.down31 = Down(in_channels, width * 4, times=2)
        self.down32 = Down(b_channels, width * 4)
        self.up34 = Up(d_channels, width * 4, 2)
        self.down41 = Down(in_channels, width * 8, times=3)
        self.down42 = Down(b_channels, width * 8, times=2)
        self.down43 = Down(c_channels, width * 8)

    def hybrid_forward(self, F, a, b, c, d):
        branch1 = self.branch1(a)
        branch2 = self.branch2(b)
        branch3 = self.branch3(c)
        branch4 = self.branch4(d)
        up12 = self.up12(branch2)
        up13 = self.up13(branch3)
        x = self.up14(branch4)
        x = F.broadcast_add(F.broadcast_add(F.broadcast_add(branch1, up12), up13), x)
        x = self.relu(x)
        down21 = self.down21(branch1)
        up23 = self.up23(branch3)
        y = self.up24(branch4)
        y = F.broadcast_add(F.broadcast_add(F.broadcast_add(down21, branch2), up23), y)
        y = self.relu(y)
        down31 = self.down31(branch1)
        down32 = self.down32(branch2)
        z = self.up34(branch4)
        z = F.broadcast_add(
            F.broadcast_add(F.broadcast_add(down31, down32), branch3), z
        )
        z = self.relu(z)
        down41 = self.down41(branch1)
        down42 = self.down42(branch2)
        u = self.down43(branch3)
        u = F.broadcast_add(
            F.broadcast_add(F.broadcast_add(down41, down42), u), branch4
        )
        return (x, y, z, self.relu(u))


class HRNet(nn.HybridBlock):
    """High-resolution network HRNet-W18 (Wang et al., 2020), with its classifier.

    Four resolutions run side by side and exchange what they find. 21,299,004
    parameters.
    """

    def __init__(self, num_classes=1000, width=18):
        super().__init__()
        self.stem1 = ConvBN(3, 64, stride=2)
        self.stem2 = ConvBN(64, 64, stride=2)
        self.layer1 = nn.HybridSequential()
        for i in range(4):
            self.layer1.add(Bottleneck(64 if i == 0 else 256, 64))
        self.start1 = ConvBN(256, width)
        self.start2 = ConvBN(256, width * 2, stride=2)
        self.stage2 = Exchange2(width, width * 2, width)
        self.start3 = ConvBN(width * 2, width * 4, stride=2)
        self.stage3_1 = Exchange3(width, width * 2, width * 4, width)
        self.stage3_2 = Exchange3(width, width * 2, width * 4, width)
        self.stage3_3 = Exchange3(width, width * 2, width * 4, width)
        self.stage3_4 = Exchange3(width, width * 2, width * 4, width)
        self.start4 = ConvBN(width * 4, width * 8, stride=2)
        self.stage4_1 = Exchange4(width, width * 2, width * 4, width * 8, width)
        self.stage4_2 = Exchange4(width, width * 2, width * 4, width * 8, width)
        self.stage4_3 = Exchange4(width, width * 2, width * 4, width * 8, width)
        self.head1 = Bottleneck(width, 32)
        self.down1 = ConvBN(128, 256, stride=2, bias=True)
        self.head2 = Bottleneck(width * 2, 64)
        self.down2 = ConvBN(256, 512, stride=2, bias=True)
        self.head3 = Bottleneck(width * 4, 128)
        self.down3 = ConvBN(512, 1024, stride=2, bias=True)
        self.head4 = Bottleneck(width * 8, 256)
        self.final = ConvBN(1024, 2048, kernel=1, bias=True)
        self.avgpool = nn.GlobalAvgPool2D()
        self.fc = nn.Dense(num_classes, in_units=2048)

    def hybrid_forward(self, F, x):
        x = self.stem1(x)
        x = self.stem2(x)
        layer1 = self.layer1(x)
        start1 = self.start1(layer1)
        stage2, b = self.stage2(start1, self.start2(layer1))
        a, b, c = self.stage3_1(stage2, b, self.start3(b))
        a, b, c = self.stage3_2(a, b, c)
        a, b, c = self.stage3_3(a, b, c)
        stage3_4, b, c = self.stage3_4(a, b, c)
        a, b, c, d = self.stage4_1(stage3_4, b, c, self.start4(c))
        a, b, c, d = self.stage4_2(a, b, c, d)
        a, b, c, d = self.stage4_3(a, b, c, d)
        x = self.head1(a)
        down1 = self.down1(x)
        x = self.head2(b) + down1
        down2 = self.down2(x)
        x = F.broadcast_add(self.head3(c), down2)
        down3 = self.down3(x)
        x = F.broadcast_add(self.head4(d), down3)
        x = F.flatten(self.avgpool(self.final(x)))
        return self.fc(x)
