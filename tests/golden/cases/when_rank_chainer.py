import chainer
import chainer.functions as F
import chainer.links as L


class Mix(chainer.Chain):
    """Block Mix."""

    def forward(self, x):
        return F.sigmoid(x)


class MixFlat(chainer.Chain):
    """Block MixFlat."""

    def forward(self, x):
        return F.sigmoid(F.reshape(x, (len(x), -1)) + x)


class WhenRank(chainer.Chain):
    """A residual that fits only flat inputs, under a condition that no image meets."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.image = Mix()
            self.fc = L.Linear(4, 5)
            self.rows = MixFlat()

    def forward(self, x):
        x = F.average(self.image(x), axis=(2, 3))
        x = self.fc(x)
        return self.rows(x)
