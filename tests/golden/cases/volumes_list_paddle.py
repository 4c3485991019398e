import paddle
from paddle import nn


class Apply(nn.Layer):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class LayerNormFirst(nn.LayerNorm):
    """Layer normalisation over the channels, the first axis of an example."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=1, keepdim=True)
        x = x / (x.square().mean(axis=1, keepdim=True) + self.epsilon).sqrt()
        shape = [-1] + [1] * (x.ndim - 2)
        return x * self.weight.reshape(shape) + self.bias.reshape(shape)


class LayerNormLast(nn.LayerNorm):
    """Layer normalisation over the last axis; the built-in one rounds epsilon."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=-1, keepdim=True)
        x = x / (x.square().mean(axis=-1, keepdim=True) + self.epsilon).sqrt()
        return x * self.weight + self.bias


class LayerScale(nn.Layer):
    """Multiplication by learned factors."""

    def __init__(self, shape, initializer):
        super().__init__()
        self.factors = self.create_parameter(shape, default_initializer=initializer)

    def forward(self, x):
        return self.factors * x


def channel_shuffle(x, groups):
    """Takes the channels in turn from each group; F.channel_shuffle takes images only."""
    n, channels, *sides = x.shape
    x = x.reshape([n, groups, channels // groups, *sides])
    return x.swapaxes(1, 2).reshape([n, channels, *sides])


class VolumesList(nn.Sequential):
    """Operators of volumes that a list numbers."""

    def __init__(self):
        super().__init__(
            nn.Conv3D(4, 6, (2, 3, 1), stride=(1, 2, 1), padding=(1, 0, 1, 1, 0, 0)),
            nn.BatchNorm3D(6),
            LayerNormLast(7),
            nn.Linear(7, 7),
            nn.ReLU(),
            nn.MaxPool3D(3, stride=2, padding=(1, 1, 1, 2, 0, 2)),
            nn.Sequential(nn.ZeroPad3D((0, 1, 0, 0, 1, 0)), nn.AvgPool3D(2, stride=1)),
            nn.AvgPool3D(3, stride=1, padding=1, exclusive=True),
            nn.AvgPool3D(2, padding=(0, 1, 0, 1, 0, 1), exclusive=True),
            nn.Pad3D((1, 1, 0, 2, 1, 0), value=0.5),
            LayerNormFirst(6),
            LayerScale([6, 1, 1, 1], nn.initializer.Constant(1.0)),
            nn.GroupNorm(2, 6),
            Apply(channel_shuffle, groups=2),
            Apply(paddle.slice, axes=[1], starts=[0], ends=[4]),
            nn.Dropout(0.3),
            nn.AdaptiveAvgPool3D(1),
            nn.Flatten(),
            nn.Linear(4, 3),
        )
