"""The names of tensors in files and frameworks."""
