def l2_normalize(x, axis, epsilon=1e-12):
    """x divided by its norm along an axis, which counts as at least epsilon."""
    square = x.square().sum(axis=axis, keepdim=True)
    return x / square.clip(min=epsilon**2).sqrt()
