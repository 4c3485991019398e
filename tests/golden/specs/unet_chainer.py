import chainer
import chainer.functions as F
import chainer.links as L


class DoubleConv(chainer.Chain):
    """Two 3x3 convolutions, each with batch normalisation and ReLU."""

    def __init__(self, in_channels, channels):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(in_channels, channels, 3, pad=1, nobias=True)
            self.bn1 = L.BatchNormalization(channels, eps=1e-5)
            self.conv2 = L.Convolution2D(channels, channels, 3, pad=1, nobias=True)
            self.bn2 = L.BatchNormalization(channels, eps=1e-5)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(x)))


class Up(chainer.Chain):
    """Doubles the resolution and merges the encoder's features of that resolution."""

    def __init__(self, in_channels, skip_channels, channels):
        super().__init__()
        with self.init_scope():
            self.up = L.Deconvolution2D(in_channels, channels, 2, stride=2)
            self.conv = DoubleConv(skip_channels + channels, channels)

    def forward(self, x, skip):
        x = F.concat((skip, self.up(x)), axis=1)
        return self.conv(x)


class UNet(chainer.Chain):
    """U-Net (Ronneberger et al., 2015), padded and batch-normalised.

    The paper pads nothing, crops the skips and does not normalise; here the output
    is as large as the input, whose sides are multiples of 16. 31,037,698 parameters.
    """

    def __init__(self, num_classes=2, width=64):
        super().__init__()
        with self.init_scope():
            self.enc1 = DoubleConv(3, width)
            self.enc2 = DoubleConv(width, width * 2)
            self.enc3 = DoubleConv(width * 2, width * 4)
            self.enc4 = DoubleConv(width * 4, width * 8)
            self.enc5 = DoubleConv(width * 8, width * 16)
            self.up4 = Up(width * 16, width * 8, width * 8)
            self.up3 = Up(width * 8, width * 4, width * 4)
            self.up2 = Up(width * 4, width * 2, width * 2)
            self.up1 = Up(width * 2, width, width)
            self.head = L.Convolution2D(width, num_classes, 1)

    def forward(self, x):
        enc1 = self.enc1(x)
        enc2 = self.enc2(F.max_pooling_2d(enc1, 2, cover_all=False))
        enc3 = self.enc3(F.max_pooling_2d(enc2, 2, cover_all=False))
        enc4 = self.enc4(F.max_pooling_2d(enc3, 2, cover_all=False))
        x = self.enc5(F.max_pooling_2d(enc4, 2, cover_all=False))
        x = self.up4(x, enc4)
        x = self.up3(x, enc3)
        x = self.up2(x, enc2)
        x = self.up1(x, enc1)
        return self.head(x)
