import chainer
import chainer.functions as F
import chainer.links as L
from chainer import initializers


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class VGGBlock(chainer.Chain):
    """Two or three 3x3 convolutions and a pooling, then the classifier if wanted."""

    def __init__(self, in_channels, n_channels, n_convs=2, fc=False, in_features=None):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(
                in_channels, n_channels, 3, pad=1, initialW=initializers.HeNormal()
            )
            self.conv2 = L.Convolution2D(
                n_channels, n_channels, 3, pad=1, initialW=initializers.HeNormal()
            )
            if n_convs == 3:
                self.conv3 = L.Convolution2D(
                    n_channels, n_channels, 3, pad=1, initialW=initializers.HeNormal()
                )
            else:
                self.conv3 = F.identity
            self.relu3 = F.relu if n_convs == 3 else F.identity
            self.use_flatten = fc
            if fc:
                self.fc4 = L.Linear(in_features, 4096, initialW=initializers.HeNormal())
            else:
                self.fc4 = F.identity
            self.relu4 = F.relu if fc else F.identity
            self.dropout4 = F.dropout if fc else F.identity
            if fc:
                self.fc5 = L.Linear(4096, 4096, initialW=initializers.HeNormal())
            else:
                self.fc5 = F.identity
            self.relu5 = F.relu if fc else F.identity
            self.dropout5 = F.dropout if fc else F.identity
            if fc:
                self.fc6 = L.Linear(4096, 1000, initialW=initializers.HeNormal())
            else:
                self.fc6 = F.identity

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = F.max_pooling_2d(self.relu3(self.conv3(x)), 2, cover_all=True)
        if self.use_flatten:
            x = F.reshape(x, (len(x), -1))
        x = self.dropout4(self.relu4(self.fc4(x)))
        x = self.dropout5(self.relu5(self.fc5(x)))
        return self.fc6(x)


class VGG16(Stack):
    """VGG-16 of the Chainer tutorial: logits in training, probabilities at inference.

    The classifier sits in the last block, and its 1000 classes are fixed there.
    """

    def __init__(self):
        super().__init__(
            VGGBlock(3, 64),
            VGGBlock(64, 128),
            VGGBlock(128, 256, n_convs=3),
            VGGBlock(256, 512, n_convs=3),
            VGGBlock(512, 512, n_convs=3, fc=True, in_features=512 * 7 * 7),
        )

    def forward(self, x):
        x = super().forward(x)
        if not chainer.config.train:
            x = F.softmax(x, axis=1)
        return x
