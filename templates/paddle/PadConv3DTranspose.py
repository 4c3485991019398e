class PadConv3DTranspose(nn.Conv3DTranspose):
    """Transposed convolution after zero pads, those of the last side first."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))
