class RMSNorm(nn.Layer):
    """Division by the root mean square over the last axis, and a learned scale."""

    def __init__(self, channels, epsilon=1e-6, weight_attr=None):
        super().__init__()
        self.epsilon = epsilon
        self.weight = None
        if weight_attr is not False:
            one = nn.initializer.Constant(1.0)
            self.weight = self.create_parameter(
                [channels], attr=weight_attr, default_initializer=one
            )

    def forward(self, x):
        x = x / (x.square().mean(axis=-1, keepdim=True) + self.epsilon).sqrt()
        return x if self.weight is None else x * self.weight
