"""The tensors of a file, matched to those of the spec."""
