"""The parametric view of a network, which backends print."""
