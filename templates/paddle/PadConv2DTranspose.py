class PadConv2DTranspose(nn.Conv2DTranspose):
    """Transposed convolution after zero pads of (left, right, top, bottom)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))
