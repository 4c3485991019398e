import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class BasicBlock(chainer.Chain):
    """Two 3x3x3 convolutions around a shortcut."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        with self.init_scope():
            self.conv1 = Stack(
                L.Convolution3D(
                    in_channels, width, 3, stride=stride, pad=1, nobias=True
                ),
                L.BatchNormalization(width, eps=1e-5),
                Apply(F.relu),
            )
            self.conv2 = Stack(
                L.Convolution3D(width, width, 3, pad=1, nobias=True),
                L.BatchNormalization(width, eps=1e-5),
            )
            if stride != 1 or in_channels != width:
                self.downsample = Stack(
                    L.Convolution3D(in_channels, width, 1, stride=stride, nobias=True),
                    L.BatchNormalization(width, eps=1e-5),
                )
            else:
                self.downsample = F.identity

    def forward(self, x):
        shortcut = self.downsample(x)
        x = self.conv1(x)
        return F.relu(self.conv2(x) + shortcut)


class R3D18(chainer.Chain):
    """Residual network of 3-D convolutions for video, 18 layers (Tran et al., 2018)."""

    def __init__(self, num_classes=400, layers=(2, 2, 2, 2)):
        super().__init__()
        with self.init_scope():
            self.stem = Stack(
                L.Convolution3D(
                    3, 64, (3, 7, 7), stride=(1, 2, 2), pad=(1, 3, 3), nobias=True
                ),
                L.BatchNormalization(64, eps=1e-5),
                Apply(F.relu),
            )
            self.layer1 = Stack(*(BasicBlock(64, 64) for _ in range(layers[0])))
            self.layer2 = Stack(
                *(
                    BasicBlock(64 if i == 0 else 128, 128, stride=2 if i == 0 else 1)
                    for i in range(layers[1])
                )
            )
            self.layer3 = Stack(
                *(
                    BasicBlock(128 if i == 0 else 256, 256, stride=2 if i == 0 else 1)
                    for i in range(layers[2])
                )
            )
            self.layer4 = Stack(
                *(
                    BasicBlock(256 if i == 0 else 512, 512, stride=2 if i == 0 else 1)
                    for i in range(layers[3])
                )
            )
            self.fc = L.Linear(512, num_classes)

    def forward(self, x):
        x = self.stem(x)
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.average(self.layer4(x), axis=(2, 3, 4))
        return self.fc(x)
