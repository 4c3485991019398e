import chainer
import chainer.functions as F
import chainer.links as L


def padded_max_pooling(x, ksize, stride, pads, ceil=False):
    """Max pooling that may round up; pads are ((top, bottom), (left, right)).

    A last window that would start past the image and its left pad does not count.
    """
    rows, columns = (
        (size + before - 1) // step + 1
        for size, step, (before, _) in zip(x.shape[2:], stride, pads)
    )
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    x = F.max_pooling_2d(x, ksize, stride=stride, cover_all=ceil)
    return x[:, :, :rows, :columns]


def padded_average_pooling(x, ksize, stride, pads, ceil=False, count_padding=True):
    """Average pooling that may round up; pads are ((top, bottom), (left, right)).

    A window counts its pixels of the image, and those of the pads if asked to.
    """
    xp = chainer.backend.get_array_module(x)
    full, counts = [(0, 0), (0, 0)], []
    for size, k, step, (low, high) in zip(x.shape[2:], ksize, stride, pads):
        count = (size + low + high - k) // step + 1
        if ceil:
            partial = -((k - size - low - high) // step) + 1
            count = min(partial, (size + low - 1) // step + 1)
        full.append((low, max(high, (count - 1) * step + k - size - low)))
        if not count_padding:
            high = 0
        starts = xp.arange(count) * step - low
        ends = xp.minimum(starts + k, size + high)
        counts.append(ends - (starts if count_padding else xp.maximum(starts, 0)))
    share = ksize[0] * ksize[1] / xp.outer(*counts)
    x = F.average_pooling_2d(F.pad(x, full, "constant"), ksize, stride=stride)
    return x * share.astype(x.dtype)


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
            x, (3, 3), stride=(1, 1), pads=((1, 0), (0, 1)), count_padding=False
        )
        shortcut = padded_max_pooling(
            x, (1, 1), stride=(2, 2), pads=((0, 0), (0, 0)), ceil=True
        )
        y = padded_average_pooling(
            x, (1, 1), stride=(2, 2), pads=((0, 0), (0, 0)), ceil=True
        )
        branch1 = padded_average_pooling(
            x, (1, 1), stride=(2, 2), pads=((0, 0), (0, 0)), ceil=True
        )
        branch2 = y + shortcut
        x = branch1 * branch2
        x = F.tanh(x) + x
        x = self.fc(F.reshape(x, (len(x), -1)))
        return self.fc2(x) + x
