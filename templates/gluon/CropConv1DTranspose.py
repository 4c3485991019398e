class CropConv1DTranspose(nn.Conv1DTranspose):
    """Transposed convolution, then crops of (left, right)."""

    def __init__(self, *args, crops, **kwargs):
        super().__init__(*args, **kwargs)
        left, right = crops
        self.begin = left
        self.end = -right or None

    def hybrid_forward(self, F, x, weight, bias=None):
        x = super().hybrid_forward(F, x, weight, bias)
        return F.slice_axis(x, axis=2, begin=self.begin, end=self.end)
