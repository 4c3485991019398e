from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class PadMaxPool2D(nn.MaxPool2D):
    """Max pooling after pads of (top, bottom, left, right) that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        lowest = float("-inf")
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, x)


class LeNet5(nn.Block):
    """LeNet-5 of the Chainer tutorial, written there as a list of named layers.

    Another function than the first form, although the text calls it the same model:
    _mpool3 pools a 1x1 map (legal because pooling rounds up) and _sigm5 squashes the
    logits, so that softmax and loss act on values within 0 and 1.
    """

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2D(6, 5, in_channels=1)
        self.sigmoid = nn.Activation("sigmoid")
        self._mpool1 = nn.MaxPool2D(ceil_mode=True)
        self.conv2 = nn.Conv2D(16, 5, in_channels=6)
        self._mpool2 = nn.MaxPool2D(ceil_mode=True)
        self.conv3 = nn.Conv2D(120, 4, in_channels=16)
        self._mpool3 = PadMaxPool2D(2, pads=(0, 1, 0, 1))
        self.fc4 = nn.Dense(84, in_units=120)
        self.fc5 = nn.Dense(10, in_units=84)

    def forward(self, x):
        x = self._mpool1(self.sigmoid(self.conv1(x)))
        x = self._mpool2(self.sigmoid(self.conv2(x)))
        x = F.flatten(self._mpool3(self.sigmoid(self.conv3(x))))
        x = self.sigmoid(self.fc4(x))
        x = self.sigmoid(self.fc5(x))
        if not autograd.is_training():
            x = F.softmax(x, axis=1)
        return x
