from paddle import nn
from paddle.nn import functional as F


class Affine(nn.Layer):
    """Scales and shifts each channel."""

    def __init__(self, channels):
        super().__init__()
        ones = nn.initializer.Constant(1.0)
        self.weight = self.create_parameter((channels,), default_initializer=ones)
        self.bias = self.create_parameter((channels,), is_bias=True)

    def forward(self, x):
        return x * self.weight.reshape((-1, 1, 1)) + self.bias.reshape((-1, 1, 1))


class Mixed(nn.Layer):
    """One of each layer that residual networks leave out; two outputs."""

    def __init__(self, units=6):
        super().__init__()
        self.up = nn.Conv2DTranspose(
            4, 6, 3, stride=2, padding=1, output_padding=1, groups=2
        )
        self.gn = nn.GroupNorm(3, 6)
        self.slopes = nn.PReLU(6)
        self.affine = Affine(6)
        self.fc1 = nn.Linear(6, units)
        self.bn = nn.BatchNorm1D(units)
        self.slope = nn.PReLU()
        self.plain = nn.BatchNorm1D(units, weight_attr=False, bias_attr=False)
        self.fc2 = nn.Linear(units, units, bias_attr=False)

    def forward(self, x):
        x = self.affine(self.slopes(self.gn(self.up(x))))
        y = F.adaptive_avg_pool2d(x, 1).flatten(1)
        y = self.plain(self.slope(self.bn(self.fc1(y))))
        return self.fc2(y), x
