"""PyTorch: a state dict has the neutral names, and counters."""

from archspec.backends.contract.tensor_names import NativeNames

NAMES = NativeNames(counter="num_batches_tracked")
