class LayerScale(chainer.Link):
    """Multiplication by learned factors."""

    def __init__(self, initializer, shape):
        super().__init__()
        with self.init_scope():
            self.factors = chainer.Parameter(initializer, shape)

    def forward(self, x):
        return self.factors * x
