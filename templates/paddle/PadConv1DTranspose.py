class PadConv1DTranspose(nn.Conv1DTranspose):
    """Transposed convolution after zero pads of (left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))
