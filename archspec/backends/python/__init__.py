"""The tree of Python that a network is lowered to."""
