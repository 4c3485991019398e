def partly_affine(norm, scale=True, center=True):
    """A norm without its weight if it does not scale, without its bias if not center."""
    if not scale:
        norm.weight = None
    if not center:
        norm.bias = None
    return norm
