import chainer
import chainer.functions as F
import chainer.links as L


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


class Sums(chainer.Chain):
    """Sums and products inside of products, sums, methods and divisions."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(4, 4, 1)
            self.b = L.Convolution2D(4, 4, 1)
            self.fc = L.Linear(4 * 3 * 3, 3)
            self.fc2 = L.Linear(3, 3)

    def forward(self, x):
        x = self.a(x)
        y = self.b(x)
        z = (x + y) * y
        branch1 = F.tanh(z) + z
        branch2 = F.sigmoid(z)
        branch3 = x * y
        branch1 = x * (branch1 * branch2 * branch3)
        x = branch1 + (y + z)
        x = x + x
        x = padded_average_pooling(
            x, 3, stride=1, pads=((1, 0), (0, 1)), count_padding=False
        )
        shortcut = F.max_pooling_2d(x, 1, stride=2, cover_all=False)
        branch2 = F.average_pooling_2d(x, 1, stride=2) + shortcut
        x = F.average_pooling_2d(x, 1, stride=2) * branch2
        x = F.tanh(x) + x
        x = self.fc(F.reshape(x, (len(x), -1)))
        return self.fc2(x) + x
