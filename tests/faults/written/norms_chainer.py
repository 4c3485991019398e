"""A chainer.Sequential, and lambdas."""

from functools import partial

import chainer
import chainer.functions as F
import chainer.links as L


def image_norm(link, x):
    n, c, h, w = x.shape
    x = link(x.transpose(0, 2, 3, 1).reshape(-1, c))
    return x.reshape(n, h, w, c).transpose(0, 3, 1, 2)


class Norms(chainer.Chain):
    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.group = L.GroupNormalization(2, 4)
            self.prelu = L.PReLU((4,))
            self.first = chainer.Sequential(
                L.Convolution2D(4, 4, 3, pad=1),
                L.BatchNormalization(4, eps=1e-5),
                partial(F.elu, alpha=0.5),
                partial(F.dropout, ratio=0.2),
            )
            self.second = chainer.Sequential(
                L.Convolution2D(4, 4, 3, pad=1), L.BatchNormalization(4, eps=1e-5)
            )
            self.norm = L.LayerNormalization(4, eps=1e-5)
            self.fc1 = L.Linear(4, 4)
            self.norm2 = L.LayerNormalization(4, eps=1e-5)
            self.fc2 = L.Linear(4, 4)

    def forward(self, x):
        x = self.second(self.first(self.prelu(self.group(x))))
        x = x * F.clip(x + 3, 0.0, 6.0) / 6
        x = image_norm(self.norm, x)
        x = x * 0.5 * (1 + F.erf(x * 0.5**0.5))
        x = F.average_pooling_2d(x, x.shape[2:])
        x = F.dropout(F.tanh(self.norm2(self.fc1(x))), 0.5)
        return F.softmax(self.fc2(x))
