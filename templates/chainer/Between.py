class Between(chainer.Initializer):
    """Uniform numbers between two bounds."""

    def __init__(self, low, high):
        super().__init__()
        self.low, self.high = low, high

    def __call__(self, array):
        xp = chainer.backend.get_array_module(array)
        array[...] = xp.random.uniform(self.low, self.high, array.shape)
