import chainer
import chainer.functions as F
import chainer.links as L


class Up(chainer.Chain):
    """Block Up."""

    def __init__(self, in_channels, skip_channels, channels):
        super().__init__()
        skip_width = in_channels + 1
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)
            self.other = L.Convolution2D(skip_channels, skip_width, 1)
            self.merge = L.Convolution2D(
                skip_channels + channels + skip_width, in_channels, 1
            )

    def forward(self, x, skip):
        conv = self.conv(x)
        x = F.concat((skip, conv, self.other(skip)), axis=1)
        return self.merge(x)


class Scale(chainer.Chain):
    """Block Scale."""

    def __init__(self, in_channels, by_channels):
        super().__init__()
        with self.init_scope():
            self.fc = L.Linear(by_channels, in_channels)

    def forward(self, features, by):
        gate = F.sigmoid(self.fc(by))
        x = F.average(features, axis=(2, 3))
        return x * gate


class Inputs(chainer.Chain):
    """Several inputs of the network and of a block."""

    def __init__(self, width=4):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(3, width, 3, pad=1)
            self.up = Up(width, 1, 3)
            self.up2 = Up(1, 3, 2)
            self.scale = Scale(width, 5)
            self.fc = L.Linear(width + 6, 3)

    def forward(self, image, mask, vector):
        x = self.stem(image)
        up = self.up(x, mask)
        up2 = self.up2(mask, image)
        scale = self.scale(up, vector)
        x = F.average(up2, axis=(2, 3))
        return self.fc(F.concat((scale, vector, x), axis=1))
