class ChannelDropout(chainer.Link):
    """In training, zeros whole channels and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not chainer.config.train:
            return x
        keep = 1 - self.drop_prob
        xp = chainer.backend.get_array_module(x)
        kept = xp.random.rand(*x.shape[:2], *[1] * (x.ndim - 2)) < keep
        return x * (kept / keep).astype(x.dtype)
