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


class ConvTransposeList(nn.HybridSequential):
    """Network ConvTransposeList."""

    def __init__(self):
        super().__init__()
        self.add(
            nn.Conv2DTranspose(
                4, 3, strides=2, padding=1, output_padding=1, in_channels=3
            ),
            CropConv2DTranspose(
                2, 3, crops=(1, 0, 0, 1), in_channels=4, use_bias=False
            ),
        )
