def mish(x):
    """x times the hyperbolic tangent of its softplus."""
    return x * F.tanh(F.softplus(x))
