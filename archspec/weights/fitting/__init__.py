"""Tensors of a file, chosen and brought to the form that a network needs."""
