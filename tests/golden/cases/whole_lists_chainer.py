import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


def padded_average_pooling(x, ksize, pads, extra=0, stride=None, count_padding=True):
    """Average pooling after pads of ((top, bottom), (left, right)).

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """
    xp = chainer.backend.get_array_module(x)
    ones = xp.ones(x.shape[2:], x.dtype)
    ones = xp.pad(ones, pads, "constant", constant_values=int(count_padding))
    ones = xp.pad(ones, extra, "constant")[None, None]
    x = F.pad(x, ((0, 0), (0, 0), *pads), "constant")
    if extra:
        x = F.pad(x, ((0, 0), (0, 0), *extra), "constant")
    share = F.average_pooling_2d(ones, ksize, stride)
    return F.average_pooling_2d(x, ksize, stride) / share


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number for each side."""
    for n in size:  # pools the first side and puts it last, then the next
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=x.ndim - 1)
    return x


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, width, kernel=(3, 1), pads=(1, 0), step=(1, 1)):
        super().__init__()
        kernel = list(kernel)
        self.kernel = kernel
        self.step = step
        self.pads = pads
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels, width, kernel, stride=step, pad=pads
            )
            self.tanh = F.tanh if kernel + [1] == [3, 1, 1] else F.identity
            self.back = L.Deconvolution2D(width, width, kernel, stride=step, pad=pads)

    def forward(self, x):
        x = self.tanh(self.conv(x))
        x = F.max_pooling_2d(
            x, self.kernel, stride=self.step, pad=self.pads, cover_all=False
        )
        x = padded_average_pooling(
            x,
            self.kernel,
            stride=self.step[:2],
            pads=((self.pads[0], self.pads[0]), (self.pads[1], self.pads[1])),
            count_padding=False,
        )
        x = self.back(F.unpooling_2d(x, self.step, cover_all=False))
        return adaptive_average_pooling(x, self.kernel)


class WholeLists(chainer.Chain):
    """Sizes that are passed on as lists, one of which is also computed with."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.a = Unit(3, 4)
            self.b = Unit(4, 5, kernel=(1, 3), pads=(0, 1), step=(2, 1))
            self.c = Stack(
                *(
                    Stack(L.Convolution2D(5 if i == 0 else 4, 4, k, pad=1))
                    for i, k in enumerate(((1, 3), (3, 1)))
                )
            )

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
