class ConstantPad3D(nn.HybridBlock):
    """A value repeated at both ends of each side."""

    def __init__(self, pads, value=0):
        super().__init__()
        self.pads = (0, 0, 0, 0, *pads)
        self.value = value

    def hybrid_forward(self, F, x):
        return F.pad(x, mode="constant", pad_width=self.pads, constant_value=self.value)
