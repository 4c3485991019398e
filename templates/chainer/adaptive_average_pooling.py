def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number for each side."""
    for n in size:  # pools the first side and puts it last, then the next
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=x.ndim - 1)
    return x
