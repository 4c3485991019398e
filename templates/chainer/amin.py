def amin(x, axis, keepdims=False):
    """The minimum; equal values share its gradient."""
    return -amax(-x, axis, keepdims)
