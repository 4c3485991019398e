import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class BasicBlock(chainer.Chain):
    """Basic residual block of the PyTorch tutorial, whose ResidualBlock is the same.

    There the caller passes the downsampling module; here it is ResNet's 1x1
    convolution with batch normalisation, where the shape changes.
    """

    def __init__(self, channels=128, stride=2):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                64, channels, 3, stride=stride, pad=1, nobias=True
            )
            self.bn1 = L.BatchNormalization(channels, eps=1e-5)
            self.conv2 = L.Convolution2D(channels, channels, 3, pad=1, nobias=True)
            self.bn2 = L.BatchNormalization(channels, eps=1e-5)
            if stride != 1 or channels != 64:
                self.downsample = Stack(
                    L.Convolution2D(64, channels, 1, stride=stride, nobias=True),
                    L.BatchNormalization(channels, eps=1e-5),
                )
            else:
                self.downsample = F.identity

    def forward(self, x):
        shortcut = self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        return F.relu(x + shortcut)
