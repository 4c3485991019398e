"""Observes every value that a pass of the network computes or draws."""
