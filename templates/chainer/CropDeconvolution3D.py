# Chainer wants the size of the output instead of the rows and columns to add to it, and
# only one that the stride alone explains (measured: not stride 1, dilation 2, 1 more).
class CropDeconvolution3D(L.Deconvolution3D):
    """Transposed convolution, then crops at both ends of each side.

    The output gets ``extra`` values at the end of each side before.
    """

    def __init__(self, *args, crops, extra=None, stride=1, **kwargs):
        super().__init__(*args, stride=stride, **kwargs)
        self.crops, self.extra = crops, extra or (0,) * len(crops)
        self.steps = stride if isinstance(stride, tuple) else (stride,) * len(crops)

    def forward(self, x):
        # Zeros at the end of the input make the output longer by a stride each.
        zeros = [-(-n // step) for n, step in zip(self.extra, self.steps)]
        x = F.pad(x, [(0, 0), (0, 0), *((0, n) for n in zeros)], "constant")
        x = super().forward(x)
        kept = tuple(
            slice(crop[0], size - zero * step + n - crop[1])
            for size, crop, n, zero, step in zip(
                x.shape[2:], self.crops, self.extra, zeros, self.steps
            )
        )
        return x[(slice(None), slice(None), *kept)]
