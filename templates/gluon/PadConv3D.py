class PadConv3D(nn.Conv3D):
    """Convolution after zero pads at both ends of each side."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x, weight, bias=None):
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, x, weight, bias)
