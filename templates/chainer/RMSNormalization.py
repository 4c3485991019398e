class RMSNormalization(chainer.Link):
    """Division by the root mean square over the last axis, and a learned scale."""

    def __init__(self, channels, eps=1e-6, use_gamma=True, initial_gamma=1):
        super().__init__()
        self.eps = eps
        with self.init_scope():
            self.gamma = None
            if use_gamma:
                self.gamma = chainer.Parameter(initial_gamma, (channels,))

    def forward(self, x):
        x = x / F.sqrt(F.mean(F.square(x), -1, keepdims=True) + self.eps)
        return x if self.gamma is None else x * self.gamma
