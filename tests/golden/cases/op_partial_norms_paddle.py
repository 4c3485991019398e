from paddle import nn
from paddle.nn import functional as F


class PartialBatchNorm(nn.BatchNorm2D):
    """Batch normalisation that only scales or only shifts, for any number of sides."""

    def forward(self, x):
        x = F.batch_norm(
            x,
            self._mean,
            self._variance,
            None,
            None,
            training=self.training,
            momentum=self._momentum,
            epsilon=self._epsilon,
        )
        shape = [-1] + [1] * (x.ndim - 2)
        if self.weight is not None:
            x = x * self.weight.reshape(shape)
        return x if self.bias is None else x + self.bias.reshape(shape)


class PartialLayerNorm(nn.LayerNorm):
    """Layer normalisation along an axis that does not both scale and shift."""

    def __init__(self, channels, axis, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.axis, self.epsilon = axis, epsilon

    def forward(self, x):
        x = x.moveaxis(self.axis, -1)
        x = x - x.mean(axis=-1, keepdim=True)
        x = x / (x.square().mean(axis=-1, keepdim=True) + self.epsilon).sqrt()
        if self.weight is not None:
            x = x * self.weight
        if self.bias is not None:
            x = x + self.bias
        return x.moveaxis(-1, self.axis)


class Flags(nn.Layer):
    """Block Flags."""

    def __init__(self, in_channels, in_features, scale=True, center=False):
        super().__init__()
        self.bn = PartialBatchNorm(
            in_channels, weight_attr=nn.initializer.Constant(2) if scale else False
        )
        self.ln = PartialLayerNorm(
            in_channels,
            axis=1,
            weight_attr=scale,
            bias_attr=nn.initializer.Constant(1.0) if center else False,
        )
        self.both = PartialBatchNorm(
            in_channels, weight_attr=center and scale, bias_attr=center
        )
        self.last = PartialLayerNorm(
            in_features, axis=-1, weight_attr=scale, bias_attr=scale
        )

    def forward(self, x):
        x = self.both(self.ln(self.bn(x)))
        return self.last(x)


class PartialNorms(nn.Layer):
    """Batch and layer norms that only scale, only shift, or neither."""

    def __init__(self):
        super().__init__()
        self.f1 = PartialBatchNorm(6, weight_attr=False)
        self.f2 = PartialLayerNorm(6, axis=-1, bias_attr=False)
        self.s1 = PartialBatchNorm(3, bias_attr=False)
        self.s2 = PartialLayerNorm(3, axis=1, epsilon=0.001, weight_attr=False)
        self.i1 = nn.BatchNorm2D(4, weight_attr=False, bias_attr=False)
        self.i2 = Flags(4, 4, scale=False)
        self.i3 = Flags(4, 4, center=True)
        self.i4 = nn.Sequential(
            PartialBatchNorm(
                4, weight_attr=False, bias_attr=nn.initializer.Constant(0.5)
            ),
            nn.ReLU(),
            PartialBatchNorm(4, bias_attr=False),
            PartialLayerNorm(
                4, axis=1, weight_attr=nn.initializer.Constant(0.5), bias_attr=False
            ),
            PartialLayerNorm(4, axis=-1, weight_attr=False, bias_attr=False),
            PartialLayerNorm(
                4, axis=-1, weight_attr=False, bias_attr=nn.initializer.Constant(0.5)
            ),
        )

    def forward(self, flat, signal, image):
        x = self.f2(self.f1(flat))
        y = self.s2(self.s1(signal))
        z = self.i2(self.i1(image))
        z = self.i3(z)
        return (x, y, self.i4(z))
