class UniformBetween(mx.init.Initializer):
    """Values drawn evenly between two bounds."""

    def __init__(self, low, high):
        super().__init__(low=low, high=high)
        self.low = low
        self.high = high

    def _init_weight(self, name, arr):
        mx.nd.random.uniform(self.low, self.high, arr.shape, out=arr)
