# Chainer wants the size of the output instead of the rows and columns to add to it, and
# only one that the stride alone explains (measured: not stride 1, dilation 2, 1 more).
class CropDeconvolution2D(L.Deconvolution2D):
    """Transposed convolution, then crops of ((top, bottom), (left, right)).

    The output gets ``extra`` rows and columns at the bottom and right before.
    """

    def __init__(self, *args, crops, extra=(0, 0), **kwargs):
        super().__init__(*args, **kwargs)
        self.crops, self.extra = crops, extra

    def forward(self, x):
        # Zeros at the end of the input make the output longer by a stride each.
        zeros = [-(-n // step) for n, step in zip(self.extra, self.stride)]
        x = F.pad(x, ((0, 0), (0, 0), (0, zeros[0]), (0, zeros[1])), "constant")
        x = super().forward(x)
        rows, columns = (
            slice(crop[0], size - zero * step + n - crop[1])
            for size, crop, n, zero, step in zip(
                x.shape[2:], self.crops, self.extra, zeros, self.stride
            )
        )
        return x[:, :, rows, columns]
