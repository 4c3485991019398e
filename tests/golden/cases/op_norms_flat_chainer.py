import chainer
import chainer.links as L


class NormsFlat(chainer.Chain):
    """Normalisations of vectors."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.bn = L.BatchNormalization(6, eps=1e-5)
            self.fc = L.Linear(6, 8)
            self.ln = L.LayerNormalization(8, eps=1e-5)
            self.bn_plain = L.BatchNormalization(
                8, eps=0.001, use_gamma=False, use_beta=False
            )

    def forward(self, x):
        x = self.ln(self.fc(self.bn(x)))
        return self.bn_plain(x)
