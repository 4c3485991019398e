class PadConvolution3D(L.Convolution3D):
    """Convolution after zero pads at both ends of each side."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = ((0, 0), (0, 0), *pads)

    def forward(self, x):
        return super().forward(F.pad(x, self.pads, "constant"))
