class PadMaxPool3D(nn.MaxPool3D):
    """Max pooling after pads at both ends of each side that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        lowest = float("-inf")
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, x)
