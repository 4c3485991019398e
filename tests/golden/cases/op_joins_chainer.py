import chainer
import chainer.functions as F
import chainer.links as L


class Joins(chainer.Chain):
    """add, mul and concat of branches and of earlier nodes."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(4, 4, 3, pad=1)
            self.left = L.Convolution2D(4, 4, 1)
            self.gate = L.Convolution2D(4, 4, 1)
            self.concat_0 = L.Convolution2D(4, 2, 1)

    def forward(self, x):
        stem = self.stem(x)
        plus = stem + F.relu(stem) + self.left(stem)
        y = F.sigmoid(self.gate(plus))
        x = stem + plus * y + x
        concat_from = F.concat((x * stem, stem, plus), axis=1)
        x = F.concat((self.concat_0(plus), plus, F.tanh(plus)), axis=1)
        return F.concat((x, concat_from), axis=1)
