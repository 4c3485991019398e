"""The names that files and frameworks give to tensors."""
