class RMSNormFirst(nn.RMSNorm):
    """RMS normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)
