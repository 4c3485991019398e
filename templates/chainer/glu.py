def glu(x, axis=1):
    """The first half times the sigmoid of the second half."""
    x, gates = F.split_axis(x, 2, axis)
    return x * F.sigmoid(gates)
