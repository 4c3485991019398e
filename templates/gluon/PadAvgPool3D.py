class PadAvgPool3D(nn.AvgPool3D):
    """Average pooling after pads at both ends of each side.

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """

    def __init__(self, *args, pads, extra=(0,) * 6, count_pads=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)
        self.extra = (0, 0, 0, 0, *extra)
        self.share = int(count_pads)

    def hybrid_forward(self, F, x):
        mean = self.mean(F, x, 0)
        return mean / self.mean(F, F.ones_like(x), self.share)

    def mean(self, F, x, value):
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=value)
        x = F.pad(x, mode="constant", pad_width=self.extra, constant_value=0)
        return super().hybrid_forward(F, x)
