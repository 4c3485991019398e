"""Matching the tensors of a file to those of the spec."""
