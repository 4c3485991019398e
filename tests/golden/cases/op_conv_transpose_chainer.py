import chainer
import chainer.functions as F
import chainer.links as L


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


class ConvTranspose(chainer.Chain):
    """Every geometry of a transposed convolution."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.plain = L.Deconvolution2D(4, 6, 2)
            self.strided = CropDeconvolution2D(
                6, 4, 3, stride=2, crops=((1, 1), (1, 1)), extra=(1, 1)
            )
            self.rectangular = CropDeconvolution2D(
                4, 4, (1, 3), stride=(1, 2), crops=((0, 0), (1, 1)), extra=(0, 1)
            )
            self.grouped = L.Deconvolution2D(4, 6, 3, pad=1, nobias=True, groups=2)
            self.dilated = L.Deconvolution2D(6, 3, 2, dilate=(2, 1))
            self.asymmetric = CropDeconvolution2D(3, 2, 3, crops=((0, 1), (1, 2)))

    def forward(self, x):
        x = self.plain(x)
        x = self.strided(x)
        x = self.rectangular(x)
        x = self.grouped(x)
        x = self.dilated(x)
        return self.asymmetric(x)
