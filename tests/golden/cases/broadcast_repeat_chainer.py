import chainer
import chainer.functions as F


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


def padded_max_pooling(x, ksize, pads, stride=None):
    """Max pooling after pads of ((top, bottom), (left, right)) that never win."""
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    return F.max_pooling_2d(x, ksize, stride, cover_all=False)


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


class BroadcastRepeat(chainer.Chain):
    """Only the number of copies decides whether a join broadcasts."""

    def __init__(self, times=3):
        super().__init__()
        with self.init_scope():
            self.pools = Stack(
                *(
                    Apply(padded_max_pooling, ksize=2, pads=((0, 1), (1, 0)))
                    for _ in range(times)
                )
            )
            self.means = Stack(
                *(
                    Apply(padded_average_pooling, ksize=2, pads=((0, 1), (1, 0)))
                    for _ in range(times + 1)
                )
            )
            self.mean = Stack(
                *(
                    Apply(F.average_pooling_2d, ksize=3, stride=2, pad=1)
                    for _ in range(2 * times)
                )
            )

    def forward(self, x):
        branch1 = self.pools(x)
        branch2 = self.means(x)
        branch3 = self.mean(x)
        x = branch1 + branch2 + branch3
        return F.reshape(x, (len(x), -1))
