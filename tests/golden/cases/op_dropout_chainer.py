import chainer
import chainer.functions as F
import chainer.links as L


class Dropout(chainer.Chain):
    """Network Dropout."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 4, 1)
            self.fc = L.Linear(4 * 4 * 4, 3)

    def forward(self, x):
        x = F.dropout(self.conv(x), ratio=0.9)
        x = self.fc(F.dropout(F.reshape(x, (len(x), -1)), ratio=0.2))
        return F.dropout(x)
