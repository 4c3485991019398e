import chainer
import chainer.functions as F
import chainer.links as L


class Gate(chainer.Chain):
    """Block Gate."""

    def __init__(self, gated, over="image"):
        super().__init__()
        self.use_mean1 = over == "image"
        self.use_mean2 = gated

    def forward(self, x):
        y = x
        if self.use_mean1:
            y = F.average(x, axis=(2, 3), keepdims=True)
        x = x * F.sigmoid(y)
        y = x
        if self.use_mean2:
            y = F.average(x, axis=(2, 3), keepdims=True)
        return x + F.sigmoid(y)


class BroadcastWhen(chainer.Chain):
    """A condition decides whether a join broadcasts."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.gate = Gate(True)
            self.points = Gate(False, over="point")
            self.fc = L.Linear(3 * 6 * 5, 2)

    def forward(self, x):
        x = self.gate(x)
        x = self.points(x)
        return self.fc(F.reshape(x, (len(x), -1)))
