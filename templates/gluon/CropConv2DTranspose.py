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
