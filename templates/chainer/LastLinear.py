class LastLinear(L.Linear):
    """A linear layer over the last axis."""

    def forward(self, x):
        return super().forward(x, n_batch_axes=x.ndim - 1)
