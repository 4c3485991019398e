# In float64 Deconvolution is wrong where stride and dilation both exceed 1 (measured), and
# it refuses an output_padding that only a dilation explains.
class DilatedConv2DTranspose(CropConv2DTranspose):
    """Transposed convolution whose strides and output padding are zeros in its input."""

    def __init__(self, *args, strides=(1, 1), output_padding=(0, 0), crops, **kwargs):
        top, bottom, left, right = crops
        rows, columns = strides
        crops = (top, bottom + rows - 1, left, right + columns - 1)
        super().__init__(*args, crops=crops, **kwargs)
        self.zeros = (rows - 1, columns - 1)
        self.pads = (0, 0, 0, 0, 0, output_padding[0], 0, output_padding[1])

    def hybrid_forward(self, F, x, weight, bias=None):
        for axis, shape in ((3, (0, 0, -3, 0)), (4, (0, 0, 0, -3))):
            zeros = [F.zeros_like(x)] * self.zeros[axis - 3]
            x = F.reshape(F.stack(x, *zeros, axis=axis), shape)
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, x, weight, bias)
