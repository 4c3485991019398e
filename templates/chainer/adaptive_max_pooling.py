def adaptive_max_pooling(x, size):
    """Max pooling to ``size``, a number for each side."""
    sides = range(2, x.ndim)
    for axis in reversed(sides):  # so that the first of equal values wins
        s, n = x.shape[axis], size[axis - 2]
        spans = [slice(i * s // n, -(-(i + 1) * s // n)) for i in range(n)]
        parts = [x[(slice(None),) * axis + (span,)] for span in spans]
        windows = [[p.shape[i] if i == axis else 1 for i in sides] for p in parts]
        x = F.concat([*map(F.max_pooling_nd, parts, windows)], axis=axis)
    return x
