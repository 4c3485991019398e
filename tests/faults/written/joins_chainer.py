"""Links added in a loop, functions, and Chainer's other spellings."""

import chainer
import chainer.functions as F
import chainer.links as L
import numpy as np


class Joins(chainer.Chain):
    def __init__(self):
        super().__init__()
        self.branches = ("left", "right")
        with self.init_scope():
            self.conv = L.Convolution2D(3, 4, ksize=3, stride=2)
            for name in self.branches:
                setattr(self, name, L.Convolution2D(4, 4, 3, pad=1))
                setattr(self, f"{name}_bn", L.BatchNormalization(4, eps=1e-5))
            self.group = L.Convolution2D(12, 6, 1, groups=3)
            self.grow = L.Deconvolution2D(6, 6, 3, stride=2, pad=1, outsize=(6, 6))
            self.excite = L.Convolution2D(6, 6, 1)
            self.fc = L.Linear(144, 3)

    def __call__(self, x):
        x = F.pad(x, [(0, 0), (0, 0), (0, 1), (1, 1)], mode="constant")
        return self.head(self.body(self.conv(x)))

    def body(self, x):
        outs = [self[f"{name}_bn"](self[name](x)) for name in self.branches]
        outs.append(self.mean(x))
        x = F.leaky_relu(F.concat(outs), 0.1)
        x = self.group(F.max_pooling_2d(x, 2, 2, 1, cover_all=False))
        x = F.repeat(F.repeat(x, 2, axis=2), 2, axis=3)
        x = self.grow(F.max_pooling_2d(x, 3, 2))
        gate = F.sigmoid(self.excite(F.mean(x, axis=(2, 3), keepdims=True)))
        return F.average_pooling_2d(x * F.broadcast_to(gate, x.shape), 3, 2, 1)

    @staticmethod
    def mean(x):
        ones = x.xp.ones((1, 1, *x.shape[2:]), x.dtype)
        share = F.average_pooling_2d(ones, 3, 1, 1)
        total = F.average_pooling_2d(x, 3, 1, 1)
        return total / F.broadcast_to(share, total.shape)

    def head(self, x):
        size = x.shape[2]
        places = np.clip((np.arange(2 * size) + 0.5) / 2 - 0.5, 0, size - 1)
        mix = np.maximum(1 - abs(places[:, None] - np.arange(size)), 0).astype(x.dtype)
        x = F.matmul(
            F.matmul(np.broadcast_to(mix, (*x.shape[:2], *mix.shape)), x), mix.T
        )
        _, x, _ = F.split_axis(x, [1, 5], axis=1)
        return self.fc(F.flatten(x).reshape(len(x), -1))
