"""What a network is proved with besides the values that it is given.

A file has to be the function of its spec at every size of its input and for every value of
its constructor's arguments, not only at those that a proof happens to use. `sizes` chooses
a second size, `arguments` another value of each argument, and `variant` computes what the
reference has to say of them.
"""
