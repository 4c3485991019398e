"""The parametric view of a network: what is printed."""
