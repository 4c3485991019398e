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
