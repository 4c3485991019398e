import chainer
import chainer.links as L


class InputParams(chainer.Chain):
    """Sizes of the inputs are made of params, which the file then has as numbers."""

    def __init__(self, units=5):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 6, 1)
            self.fc = L.Linear(2, units)

    def forward(self, x, y):
        image = self.conv(x)
        return (image, self.fc(y))
