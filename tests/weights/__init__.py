"""Weights: bit by bit, and nothing in a file is executed."""
