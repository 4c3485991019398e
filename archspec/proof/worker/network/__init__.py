"""The network of the file: construction, calls, weights."""
