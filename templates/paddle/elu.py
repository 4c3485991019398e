def elu(x, alpha):
    """Exponential linear unit; the built-in one rounds alpha to float32."""
    return paddle.where(x > 0, x, alpha * F.elu(x))
