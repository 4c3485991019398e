"""The body of ``forward``: a program of steps, and the order and names they get."""
