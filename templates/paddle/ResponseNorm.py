class ResponseNorm(nn.Layer):
    """Local response normalisation whose exponent keeps its precision."""

    def __init__(self, size, alpha=1e-4, beta=0.75, k=1.0):
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, x):
        mean = F.avg_pool3d(
            x.square().unsqueeze(1),
            (self.size, 1, 1),
            stride=1,
            padding=(self.size // 2, 0, 0),
            exclusive=False,
        )
        activity = self.k + self.alpha * mean.squeeze(1)
        return x * paddle.exp(-self.beta * paddle.log(activity))
