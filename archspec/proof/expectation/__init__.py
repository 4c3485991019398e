"""The expected values of a file, and the effect of float32 kernels on them."""
