def scaled_hard_sigmoid(x, slope, offset):
    """Clip slope * x + offset to 0 and 1."""
    return F.clip(slope * x + offset, 0, 1)
