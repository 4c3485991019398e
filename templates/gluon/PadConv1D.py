class PadConv1D(nn.Conv1D):
    """Convolution after zero pads of (left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x, weight, bias=None):
        # F.pad takes no signals, so this one becomes an image of one row.
        x = F.expand_dims(x, axis=2)
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, F.squeeze(x, axis=2), weight, bias)
