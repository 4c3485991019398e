import chainer
import chainer.functions as F
import chainer.links as L


class LeNet5(chainer.Chain):
    """LeNet-5 of the Chainer tutorial: logits in training, probabilities at inference.

    conv3 has a 4x4 window, so that a 28x28 image ends as 1x1. Pooling rounds up.
    """

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(1, 6, 5)
            self.conv2 = L.Convolution2D(6, 16, 5)
            self.conv3 = L.Convolution2D(16, 120, 4)
            self.fc4 = L.Linear(120, 84)
            self.fc5 = L.Linear(84, 10)

    def forward(self, x):
        x = F.max_pooling_2d(F.sigmoid(self.conv1(x)), 2, cover_all=True)
        x = F.max_pooling_2d(F.sigmoid(self.conv2(x)), 2, cover_all=True)
        x = F.sigmoid(self.conv3(x))
        x = F.sigmoid(self.fc4(F.reshape(x, (len(x), -1))))
        x = self.fc5(x)
        if not chainer.config.train:
            x = F.softmax(x, axis=1)
        return x
