import chainer
import chainer.functions as F
import chainer.links as L


class MLPConv(chainer.Chain):
    """A convolution followed by two 1x1 convolutions, and a pooling if wanted."""

    def __init__(
        self, in_channels, channels, kernel_size, padding, strides=1, max_pooling=True
    ):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                in_channels, channels, kernel_size, stride=strides, pad=padding
            )
            self.conv2 = L.Convolution2D(channels, channels, 1)
            self.conv3 = L.Convolution2D(channels, channels, 1)
            self.use_pool = max_pooling

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = F.relu(self.conv3(x))
        if self.use_pool:
            x = F.max_pooling_2d(x, 3, stride=2, cover_all=False)
        return x


class NiN(chainer.Chain):
    """Network in network of the Gluon tutorial.

    The last 1x1 convolution has a ReLU like the others, so no logit is negative.
    """

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.mlpconv1 = MLPConv(1, 96, 11, 0, strides=4)
            self.mlpconv2 = MLPConv(96, 256, 5, 2)
            self.mlpconv3 = MLPConv(256, 384, 3, 1)
            self.mlpconv4 = MLPConv(384, 10, 3, 1, max_pooling=False)

    def forward(self, x):
        x = self.mlpconv1(x)
        x = self.mlpconv2(x)
        x = F.dropout(self.mlpconv3(x))
        return F.average(self.mlpconv4(x), axis=(2, 3))
