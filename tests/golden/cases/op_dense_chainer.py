import chainer
import chainer.functions as F
import chainer.links as L


class Dense(chainer.Chain):
    """Network Dense."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.fc1 = L.Linear(3 * 2 * 2, 5)
            self.fc2 = L.Linear(5, 4, nobias=True)

    def forward(self, x):
        x = self.fc1(F.reshape(x, (len(x), -1)))
        return self.fc2(x)
