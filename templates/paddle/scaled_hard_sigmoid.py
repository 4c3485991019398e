def scaled_hard_sigmoid(x, slope, offset):
    """Clip slope * x + offset to 0 and 1; the built-in one rounds both to float32."""
    return paddle.clip(slope * x + offset, 0, 1)
