from mxnet.gluon import nn


class LayerNorm(nn.LayerNorm):
    """Over channels. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, 0, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=1, keepdims=True))
        var = F.mean(F.square(y), axis=1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        y = F.broadcast_mul(y, F.reshape(gamma, (1, -1, 1)))
        y = F.broadcast_add(y, F.reshape(beta, (1, -1, 1)))
        return F.reshape_like(y, x)


class NormsFlat(nn.HybridBlock):
    """Normalisations of vectors."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm(in_channels=6)
        self.fc = nn.Dense(8, in_units=6)
        self.ln = LayerNorm(in_channels=8)
        self.bn_plain = nn.BatchNorm(
            epsilon=0.001, center=False, scale=False, in_channels=8
        )

    def hybrid_forward(self, F, x):
        x = self.ln(self.fc(self.bn(x)))
        return self.bn_plain(x)
