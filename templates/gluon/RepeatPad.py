class RepeatPad(nn.HybridBlock):
    """Pixels of the input, mirrored or repeated, at (top, bottom, left, right)."""

    def __init__(self, pads, mode):
        super().__init__()
        self.pads = (0, 0, 0, 0, *pads)
        self.mode = mode

    def hybrid_forward(self, F, x):
        return F.pad(x, mode=self.mode, pad_width=self.pads)
