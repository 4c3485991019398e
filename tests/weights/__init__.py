"""Weights: bit by bit, without executing anything in a file."""
