import chainer
import chainer.functions as F
import chainer.links as L


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number for each side."""
    for n in size:  # pools the first side and puts it last, then the next
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=x.ndim - 1)
    return x


class LayerNormalizationLast(L.LayerNormalization):
    """Layer normalisation over the last axis."""

    def forward(self, x):
        return F.reshape(super().forward(F.reshape(x, (-1, x.shape[-1]))), x.shape)


class Mean(chainer.Chain):
    """Block Mean."""

    def forward(self, x):
        return F.average(x, axis=(2, 3), keepdims=True) + x


class Share(chainer.Chain):
    """Block Share."""

    def __init__(self, in_features, side, gated):
        super().__init__()
        self.side = side
        self.skip = gated
        with self.init_scope():
            self.rows = LayerNormalizationLast(in_features, eps=1e-5)

    def forward(self, x):
        y = adaptive_average_pooling(x, (self.side, self.side))
        if self.skip:
            y = y + x
        return self.rows(y)


class ResidualBroadcast(chainer.Chain):
    """The body of a residual may be what is broadcast."""

    def __init__(self, side=1, gated=True):
        super().__init__()
        with self.init_scope():
            self.mean = Mean()
            self.rows = LayerNormalizationLast(5, eps=1e-5)
            self.share = Share(max(side, 5) if gated else side, side, gated)
            self.fc = L.Linear(
                3
                * (max(side, 6) if gated else side)
                * (max(side, 5) if gated else side),
                2,
            )

    def forward(self, x):
        x = self.rows(self.mean(x))
        x = self.share(x)
        return self.fc(F.reshape(x, (len(x), -1)))
