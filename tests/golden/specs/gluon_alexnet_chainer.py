import chainer
import chainer.functions as F
import chainer.links as L


class AlexNet(chainer.Chain):
    """AlexNet of the Gluon tutorial, on grey images; conv1 has no padding."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(1, 96, 11, stride=4)
            self.conv2 = L.Convolution2D(96, 256, 5, pad=2)
            self.conv3 = L.Convolution2D(256, 384, 3, pad=1)
            self.conv4 = L.Convolution2D(384, 384, 3, pad=1)
            self.conv5 = L.Convolution2D(384, 256, 3, pad=1)
            self.fc6 = L.Linear(256 * 5 * 5, 4096)
            self.fc7 = L.Linear(4096, 4096)
            self.fc8 = L.Linear(4096, 10)

    def forward(self, x):
        x = F.max_pooling_2d(F.relu(self.conv1(x)), 3, stride=2, cover_all=False)
        x = F.max_pooling_2d(F.relu(self.conv2(x)), 3, stride=2, cover_all=False)
        x = F.relu(self.conv3(x))
        x = F.relu(self.conv4(x))
        x = F.max_pooling_2d(F.relu(self.conv5(x)), 3, stride=2, cover_all=False)
        x = F.relu(self.fc6(F.reshape(x, (len(x), -1))))
        x = F.relu(self.fc7(F.dropout(x)))
        return self.fc8(F.dropout(x))
