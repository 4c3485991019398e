def amin(x, axis, keepdim=False):
    """The minimum of a volume over axes."""
    return -amax(-x, axis, keepdim)
