"""Summary statistics of a tensor."""

import numpy as np

from archspec.record import record
from archspec.reference.ops import Array


@record
class Summary:
    """Statistics of a tensor; NaN if it is empty, or if one of its numbers is NaN."""

    least: float
    largest: float
    mean: float
    deviation: float


def summary(array: Array) -> Summary:
    """The summary of ``array``, computed in float64."""
    if not array.size:
        return Summary(*[float("nan")] * 4)
    with np.errstate(all="ignore"):
        values = array.astype(np.float64)
        parts = values.min(), values.max(), values.mean(), values.std()
    return Summary(*map(float, parts))
