class FrozenBatchNormalization(chainer.Link):
    """Batch normalisation whose statistics, scale and shift are constants."""

    def __init__(self, channels, eps=1e-5):
        super().__init__()
        self.eps = eps
        for name, start in (("gamma", 1), ("beta", 0), ("avg_mean", 0), ("avg_var", 1)):
            array = self.xp.full(channels, start, chainer.get_dtype())
            self.add_persistent(name, array)

    def forward(self, x):
        return F.fixed_batch_normalization(
            x, self.gamma, self.beta, self.avg_mean, self.avg_var, eps=self.eps
        )
