class PadConvTranspose3d(nn.ConvTranspose3d):
    """Transposed convolution before pads, those of the last side first."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return F.pad(super().forward(x), self.pads)
