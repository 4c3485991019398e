"""The learning rate of the training steps of a proof."""

from collections.abc import Mapping
from math import isfinite, log2, sqrt

import numpy as np

from archspec.reference.ops import Array

SMALLEST, LARGEST = -126, 127  # exponents of float32


def rate_of(weights: Mapping[str, Array], gradients: Mapping[str, Array]) -> float:
    """A power of two with which a step changes the weights by about one part in 1024.

    A smaller step would be lost in rounding at the second step, and a larger one would
    leave the range in which the network is smooth: with 8 values per batch norm,
    Inception-v4 was chaotic at a part in 64. A power of two is exact in float32, in
    which some optimisers keep it, and it stays within the range of float32.
    """
    size = sqrt(sum(float(np.square(weights[name]).sum()) for name in gradients))
    slope = sqrt(sum(float(np.square(array).sum()) for array in gradients.values()))
    if not size or not slope or not isfinite(slope):
        return 1.0
    exponent = log2(size) - log2(slope) - 10
    return 2.0 ** round(min(max(exponent, SMALLEST), LARGEST))
