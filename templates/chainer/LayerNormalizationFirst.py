class LayerNormalizationFirst(L.LayerNormalization):
    """Layer normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        last = F.moveaxis(x, 1, -1)
        rows = super().forward(F.reshape(last, (-1, x.shape[1])))
        return F.moveaxis(F.reshape(rows, last.shape), -1, 1)
