def gelu_tanh(x):
    """x times a tanh that is close to the normal distribution function of x."""
    return 0.5 * x * (1 + F.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
