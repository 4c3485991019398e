from mxnet.gluon import nn


class CropConv2DTranspose(nn.Conv2DTranspose):
    """Transposed convolution, then crops of (top, bottom, left, right)."""

    def __init__(self, *args, crops, **kwargs):
        super().__init__(*args, **kwargs)
        top, bottom, left, right = crops
        self.begin = (None, None, top, left)
        self.end = (None, None, -bottom or None, -right or None)

    def hybrid_forward(self, F, x, weight, bias=None):
        x = super().hybrid_forward(F, x, weight, bias)
        return F.slice(x, begin=self.begin, end=self.end)


class ConvTranspose(nn.HybridBlock):
    """Every geometry of a transposed convolution."""

    def __init__(self):
        super().__init__()
        self.plain = nn.Conv2DTranspose(6, 2, in_channels=4)
        self.strided = nn.Conv2DTranspose(
            4, 3, strides=2, padding=1, output_padding=1, in_channels=6
        )
        self.rectangular = nn.Conv2DTranspose(
            4,
            (1, 3),
            strides=(1, 2),
            padding=(0, 1),
            output_padding=(0, 1),
            in_channels=4,
        )
        self.grouped = nn.Conv2DTranspose(
            6, 3, padding=1, groups=2, in_channels=4, use_bias=False
        )
        self.dilated = nn.Conv2DTranspose(3, 2, dilation=(2, 1), in_channels=6)
        self.asymmetric = CropConv2DTranspose(2, 3, crops=(0, 1, 1, 2), in_channels=3)

    def hybrid_forward(self, F, x):
        x = self.plain(x)
        x = self.strided(x)
        x = self.rectangular(x)
        x = self.grouped(x)
        x = self.dilated(x)
        return self.asymmetric(x)
