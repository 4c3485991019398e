def softsign(x):
    """x / (1 + |x|)"""
    return x / (1 + F.absolute(x))
