class AMin(AMax):
    """The minimum; equal values share its gradient."""

    def hybrid_forward(self, F, x):
        return -super().hybrid_forward(F, -x)
