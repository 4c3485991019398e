import mxnet as mx
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


class VGGBlock(nn.HybridBlock):
    """Two or three 3x3 convolutions and a pooling, then the classifier if wanted."""

    def __init__(self, in_channels, n_channels, n_convs=2, fc=False, in_features=None):
        super().__init__()
        self.conv1 = nn.Conv2D(
            n_channels,
            3,
            padding=1,
            in_channels=in_channels,
            weight_initializer=mx.init.MSRAPrelu("in", slope=0),
        )
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv2D(
            n_channels,
            3,
            padding=1,
            in_channels=n_channels,
            weight_initializer=mx.init.MSRAPrelu("in", slope=0),
        )
        if n_convs == 3:
            self.conv3 = nn.Conv2D(
                n_channels,
                3,
                padding=1,
                in_channels=n_channels,
                weight_initializer=mx.init.MSRAPrelu("in", slope=0),
            )
        else:
            self.conv3 = nn.HybridSequential()
        self.relu3 = nn.Activation("relu") if n_convs == 3 else nn.HybridSequential()
        self.pool = PadMaxPool2D(2, pads=(0, 1, 0, 1))
        self.use_flatten = fc
        if fc:
            self.fc4 = nn.Dense(
                4096,
                in_units=in_features,
                weight_initializer=mx.init.MSRAPrelu("in", slope=0),
            )
        else:
            self.fc4 = nn.HybridSequential()
        self.relu4 = nn.Activation("relu") if fc else nn.HybridSequential()
        self.dropout4 = nn.Dropout(0.5) if fc else nn.HybridSequential()
        if fc:
            self.fc5 = nn.Dense(
                4096, in_units=4096, weight_initializer=mx.init.MSRAPrelu("in", slope=0)
            )
        else:
            self.fc5 = nn.HybridSequential()
        self.relu5 = nn.Activation("relu") if fc else nn.HybridSequential()
        self.dropout5 = nn.Dropout(0.5) if fc else nn.HybridSequential()
        if fc:
            self.fc6 = nn.Dense(
                1000, in_units=4096, weight_initializer=mx.init.MSRAPrelu("in", slope=0)
            )
        else:
            self.fc6 = nn.HybridSequential()

    def hybrid_forward(self, F, x):
        x = self.relu(self.conv1(x))
        x = self.relu(self.conv2(x))
        x = self.pool(self.relu3(self.conv3(x)))
        if self.use_flatten:
            x = F.flatten(x)
        x = self.dropout4(self.relu4(self.fc4(x)))
        x = self.dropout5(self.relu5(self.fc5(x)))
        return self.fc6(x)


class VGG16(nn.Sequential):
    """VGG-16 of the Chainer tutorial: logits in training, probabilities at inference.

    The classifier sits in the last block, and its 1000 classes are fixed there.
    """

    def __init__(self):
        super().__init__()
        self.add(
            VGGBlock(3, 64),
            VGGBlock(64, 128),
            VGGBlock(128, 256, n_convs=3),
            VGGBlock(256, 512, n_convs=3),
            VGGBlock(512, 512, n_convs=3, fc=True, in_features=512 * 7 * 7),
        )

    def forward(self, x):
        x = super().forward(x)
        if not autograd.is_training():
            x = F.softmax(x, axis=1)
        return x
