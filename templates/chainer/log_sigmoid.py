def log_sigmoid(x):
    """Logarithm of the sigmoid of x."""
    return -F.softplus(-x)
