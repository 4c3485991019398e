def l2_normalize(x, axis, eps=1e-12):
    """x divided by its norm along an axis, which counts as at least eps."""
    square = F.sum(F.square(x), axis, keepdims=True)
    return x / F.sqrt(F.clip(square, eps**2, float("inf")))
