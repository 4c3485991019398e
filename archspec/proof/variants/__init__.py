"""Other sizes and arguments with which a network is proved.

A file must compute its spec for every input size and every value of its constructor's
arguments, not only for those of one proof. `sizes` chooses a second size, `arguments`
another value of each argument, and `variant` computes the reference's values for them.
"""
