class LayerNorm2D(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=1, keepdim=True)
        x = x / (x.square().mean(axis=1, keepdim=True) + self.epsilon).sqrt()
        return x * self.weight.reshape((-1, 1, 1)) + self.bias.reshape((-1, 1, 1))
