class GLU(nn.HybridBlock):
    """The first half times the sigmoid of the second half."""

    def __init__(self, axis=1):
        super().__init__()
        self.axis = axis

    def hybrid_forward(self, F, x):
        x, gates = F.split(x, num_outputs=2, axis=self.axis)
        return x * F.sigmoid(gates)
