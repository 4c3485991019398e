class PadConvTranspose1d(nn.ConvTranspose1d):
    """Transposed convolution before pads of (left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return F.pad(super().forward(x), self.pads)
