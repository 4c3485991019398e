import chainer
import chainer.functions as F
import chainer.links as L


class LayerNormalization2D(L.LayerNormalization):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        n, c, h, w = x.shape
        x = super().forward(F.reshape(F.transpose(x, (0, 2, 3, 1)), (-1, c)))
        return F.transpose(F.reshape(x, (n, h, w, c)), (0, 3, 1, 2))


class Norms(chainer.Chain):
    """Normalisations of images."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.bn = L.BatchNormalization(6, eps=1e-5)
            self.bn_eps = L.BatchNormalization(6, decay=0.8, eps=0.001)
            self.bn_plain = L.BatchNormalization(
                6, eps=1e-5, use_gamma=False, use_beta=False
            )
            self.gn = L.GroupNormalization(3, 6)
            self.gn_eps = L.GroupNormalization(1, 6, eps=0.01)
            self.ln = LayerNormalization2D(6, eps=1e-5)
            self.ln_eps = LayerNormalization2D(6, eps=0.001)

    def forward(self, x):
        x = self.bn_plain(self.bn_eps(self.bn(x)))
        x = self.ln(self.gn_eps(self.gn(x)))
        x = F.local_response_normalization(self.ln_eps(x), k=1.0, alpha=2e-5)
        return F.local_response_normalization(
            x, n=3, alpha=0.0033333333333333335, beta=0.5
        )
