import paddle
from paddle import nn
from paddle.nn import functional as F


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


class StochasticDepth(nn.Layer):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        return F.dropout(x, self.drop_prob, axis=0, training=self.training)


def channel_shuffle(x, groups):
    """Takes the channels in turn from each group; F.channel_shuffle takes images only."""
    n, channels, *sides = x.shape
    x = x.reshape([n, groups, channels // groups, *sides])
    return x.swapaxes(1, 2).reshape([n, channels, *sides])


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv3D(
            in_channels, channels, 3, stride=stride, padding=1, bias_attr=False
        )
        self.bn1 = nn.BatchNorm3D(channels)
        self.conv2 = nn.Conv3D(channels, channels, 3, padding=1)
        self.sum_shortcut = nn.Conv3D(in_channels, channels, 1, stride=stride)

    def forward(self, x):
        shortcut = self.sum_shortcut(x)
        x = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.conv2(x) + shortcut)


class Volumes(nn.Layer):
    """Operators of volumes."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv3D(3, 8, (3, 4, 3), padding=(2, 1, 0, 1, 1, 0))
        self.bn = nn.BatchNorm3D(8)
        self.units = nn.Sequential()
        channels = 8
        for i in range(2):
            self.units.append(Unit(channels, 6 * (i + 1), stride=2 - i))
            channels = 6 * (i + 1)
        self.depthwise = nn.Conv3D(12, 12, 3, padding=1, groups=12)
        self.pool = nn.MaxPool3D(3, stride=2, padding=1, ceil_mode=True)
        self.mean = nn.AvgPool3D(3, stride=1, padding=1, exclusive=True)
        self.mean2 = nn.AvgPool3D(2, stride=1)
        self.gn = nn.GroupNorm(3, 12)
        self.ln = LayerNormFirst(12)
        self.scale = self.create_parameter(
            [12, 1, 1, 1], default_initializer=nn.initializer.Constant(1.0)
        )
        self.prelu = nn.PReLU(12)
        self.excite = nn.Conv3D(20, 20, 1)
        self.top = nn.MaxPool3D(3, stride=1, padding=(2, 0, 0, 0, 1, 1))
        self.windows = nn.AdaptiveAvgPool3D(1)
        self.drop = StochasticDepth(0.2)
        self.fc = nn.Linear(20, 5)

    def forward(self, x):
        x = self.bn(self.stem(x))
        x = self.units(x)
        x = self.pool(self.depthwise(x))
        x = self.mean(F.pad(x, (1, 0, 0, 0, 1, 2)))
        x = self.ln(self.gn(self.mean2(F.pad(x, (0, 0, 0, 0, 0, 1)))))
        shuffle = channel_shuffle(self.prelu(self.scale * x), 3)
        x = paddle.concat((shuffle[:, 1:9], shuffle), axis=1)
        y = F.sigmoid(self.excite(F.adaptive_avg_pool3d(x, 1)))
        x = self.windows(self.top(x * y))
        x = self.drop(x).flatten(1)
        return self.fc(x)
