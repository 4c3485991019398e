import chainer
import chainer.functions as F
import chainer.links as L


class LeNet(chainer.Chain):
    """LeNet of the Gluon tutorial.

    The second window is 3x3. The dense layer's inputs follow from the image: 1,250
    at 28x28, but 145,800 at the 224x224 with which the tutorial trains it.
    """

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(1, 20, 5)
            self.conv2 = L.Convolution2D(20, 50, 3)
            self.fc1 = L.Linear(50 * 5 * 5, 128)
            self.fc2 = L.Linear(128, 10)

    def forward(self, x):
        x = F.max_pooling_2d(F.relu(self.conv1(x)), 2, cover_all=False)
        x = F.max_pooling_2d(F.relu(self.conv2(x)), 2, cover_all=False)
        x = F.relu(self.fc1(F.reshape(x, (len(x), -1))))
        return self.fc2(x)
