"""PyTorch: the names of a state dict are the neutral ones, and counters."""

from archspec.backends.native import NativeNames

NAMES = NativeNames(counter="num_batches_tracked")
