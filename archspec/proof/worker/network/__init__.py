"""The network of the file: made, called, and given its weights."""
