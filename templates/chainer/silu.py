def silu(x):
    """x times its sigmoid."""
    return x * F.sigmoid(x)
