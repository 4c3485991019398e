class LayerScale(nn.Layer):
    """Multiplication by learned factors."""

    def __init__(self, shape, initializer):
        super().__init__()
        self.factors = self.create_parameter(shape, default_initializer=initializer)

    def forward(self, x):
        return self.factors * x
