"""The parametric view of a network, for printing."""
