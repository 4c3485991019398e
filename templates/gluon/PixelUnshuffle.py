class PixelUnshuffle(nn.HybridBlock):
    """Turns squares of scale * scale pixels into channels."""

    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def hybrid_forward(self, F, x):
        # In a shape 0 keeps an axis, -4 splits one in two, -3 merges two.
        x = F.reshape(x, (0, 0, -4, -1, self.scale, -4, -1, self.scale))
        x = F.transpose(x, (0, 1, 3, 5, 2, 4))
        return F.reshape(F.reshape(x, (0, -3, 0, 0, 0)), (0, -3, 0, 0))
