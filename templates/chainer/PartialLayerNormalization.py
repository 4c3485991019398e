class PartialLayerNormalization(chainer.Link):
    """Layer normalisation along an axis that does not both scale and shift."""

    def __init__(
        self,
        channels,
        axis,
        eps=1e-6,
        use_gamma=True,
        use_beta=True,
        initial_gamma=1,
        initial_beta=0,
    ):
        super().__init__()
        self.axis, self.eps = axis, eps
        self.gamma = self.beta = None
        with self.init_scope():
            if use_gamma:
                self.gamma = chainer.Parameter(initial_gamma, (channels,))
            if use_beta:
                self.beta = chainer.Parameter(initial_beta, (channels,))

    def forward(self, x):
        x = F.moveaxis(x, self.axis, -1)
        x = x - F.mean(x, -1, keepdims=True)
        x = x / F.sqrt(F.mean(F.square(x), -1, keepdims=True) + self.eps)
        if self.gamma is not None:
            x = x * self.gamma
        if self.beta is not None:
            x = x + self.beta
        return F.moveaxis(x, -1, self.axis)
