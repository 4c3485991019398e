"""PyTorch: the names of a state dict are the neutral ones, and counters."""

from archspec.backends.contract.tensor_names import NativeNames

NAMES = NativeNames(counter="num_batches_tracked")
