class ChannelShuffle(nn.HybridBlock):
    """Takes the channels in turn from each group."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def hybrid_forward(self, F, x):
        # In a shape -4 splits an axis in two, -3 merges two, -2 keeps the rest.
        y = F.reshape(x, (0, -4, self.groups, -1, -2))
        return F.reshape(F.swapaxes(y, dim1=1, dim2=2), (0, -3, -2))
