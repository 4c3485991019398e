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
