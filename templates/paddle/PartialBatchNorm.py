class PartialBatchNorm(nn.BatchNorm2D):
    """Batch normalisation that only scales or only shifts, for any number of sides."""

    def forward(self, x):
        x = F.batch_norm(
            x,
            self._mean,
            self._variance,
            None,
            None,
            training=self.training,
            momentum=self._momentum,
            epsilon=self._epsilon,
        )
        shape = [-1] + [1] * (x.ndim - 2)
        if self.weight is not None:
            x = x * self.weight.reshape(shape)
        return x if self.bias is None else x + self.bias.reshape(shape)
