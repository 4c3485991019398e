class FrozenBatchNorm(nn.BatchNorm):
    """Batch normalisation whose statistics, scale and shift are constants."""

    def __init__(self, **arguments):
        super().__init__(use_global_stats=True, **arguments)
        self.gamma.grad_req = self.beta.grad_req = "null"
