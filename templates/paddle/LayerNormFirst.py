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
