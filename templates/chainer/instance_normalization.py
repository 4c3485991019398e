def instance_normalization(x, eps=1e-5):
    """Normalisation of each channel of each example over its pixels."""
    axes = tuple(range(2, x.ndim))
    x = x - F.mean(x, axes, keepdims=True)
    return x / F.sqrt(F.mean(F.square(x), axes, keepdims=True) + eps)
