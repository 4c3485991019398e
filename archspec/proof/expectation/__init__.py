"""The values that a file has to give, and what float32 kernels may change of them."""
