def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))
