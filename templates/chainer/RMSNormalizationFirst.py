class RMSNormalizationFirst(RMSNormalization):
    """RMS normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        return F.moveaxis(super().forward(F.moveaxis(x, 1, -1)), -1, 1)
