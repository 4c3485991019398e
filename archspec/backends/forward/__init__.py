"""The body of ``forward``: a program of steps, then statements in order with names."""
