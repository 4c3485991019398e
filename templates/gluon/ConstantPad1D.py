class ConstantPad1D(nn.HybridBlock):
    """A value repeated at (left, right)."""

    def __init__(self, pads, value=0):
        super().__init__()
        self.pads = (0, 0, 0, 0, 0, 0, *pads)
        self.value = value

    def hybrid_forward(self, F, x):
        # F.pad takes no signals, so this one becomes an image of one row.
        x = F.expand_dims(x, axis=2)
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=self.value)
        return F.squeeze(x, axis=2)
