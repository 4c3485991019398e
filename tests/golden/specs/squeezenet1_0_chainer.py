import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class Fire(chainer.Chain):
    """Squeezes the channels, then expands them by 1x1 and 3x3 convolutions."""

    def __init__(self, in_channels, narrow, wide):
        super().__init__()
        with self.init_scope():
            self.squeeze = L.Convolution2D(in_channels, narrow, 1)
            self.expand1x1 = L.Convolution2D(narrow, wide, 1)
            self.expand3x3 = L.Convolution2D(narrow, wide, 3, pad=1)

    def forward(self, x):
        x = F.relu(self.squeeze(x))
        branch1 = F.relu(self.expand1x1(x))
        branch2 = F.relu(self.expand3x3(x))
        return F.concat((branch1, branch2), axis=1)


class SqueezeNet(chainer.Chain):
    """SqueezeNet 1.0 (Iandola et al., 2016), without bypasses."""

    def __init__(self, num_classes=1000, width=96, kernel=7, pools=(2, 6)):
        super().__init__()
        with self.init_scope():
            self.features = Stack()
            self.features.append(L.Convolution2D(3, width, kernel, stride=2))
            self.features.append(Apply(F.relu))
            self.features.append(
                Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=True)
            )
            channels = width
            for i, (narrow, wide) in enumerate(
                (
                    (16, 64),
                    (16, 64),
                    (32, 128),
                    (32, 128),
                    (48, 192),
                    (48, 192),
                    (64, 256),
                    (64, 256),
                )
            ):
                self.features.append(Fire(channels, narrow, wide))
                if i in pools:
                    self.features.append(
                        Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=True)
                    )
                channels = wide * 2
            self.classifier = Stack(
                Apply(F.dropout),
                L.Convolution2D(512, num_classes, 1),
                Apply(F.relu),
                Apply(F.average, axis=(2, 3), keepdims=True),
            )

    def forward(self, x):
        x = self.features(x)
        x = self.classifier(x)
        return F.reshape(x, (len(x), -1))
