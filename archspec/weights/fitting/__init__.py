"""Fitting the tensors of a file to a network: selection, folding, types, names."""
