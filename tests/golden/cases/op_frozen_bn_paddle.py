from paddle import nn


class FrozenBatchNorm(nn.BatchNorm2D):
    """Batch normalisation by constants; those of nn.BatchNorm2D round epsilon."""

    def __init__(self, channels, **arguments):
        super().__init__(channels, **arguments)
        self.weight.stop_gradient = self.bias.stop_gradient = True

    def forward(self, x):
        shape = [-1] + [1] * (x.ndim - 2)
        scale = self.weight / (self._variance + self._epsilon).sqrt()
        shift = self.bias - self._mean * scale
        return x * scale.reshape(shape) + shift.reshape(shape)


class FrozenNorms(nn.Layer):
    """Batch norms whose tensors are constants."""

    def __init__(self, eps=0.7):
        super().__init__()
        self.f = FrozenBatchNorm(6)
        self.s = FrozenBatchNorm(3, epsilon=eps)
        self.conv = nn.Conv2D(4, 3, 3, padding=1, bias_attr=False)
        self.i = nn.Sequential(
            FrozenBatchNorm(3),
            nn.ReLU(),
            nn.Conv2D(3, 2, 1),
            FrozenBatchNorm(2, epsilon=0.3),
        )

    def forward(self, flat, signal, image):
        x = self.f(flat)
        y = self.s(signal)
        z = self.conv(image)
        return (x, y, self.i(z))
