def exact_power(x, exponent):
    """Raise x to a power; ** rounds the exponent to float32."""
    return paddle.pow(x, paddle.full([], exponent, x.dtype))
