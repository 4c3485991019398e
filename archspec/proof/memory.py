"""How many proofs of a network fit into memory at a time."""

import os
from math import prod

from archspec.graph.nodes import Graph
from archspec.proof.report import Level

# What a worker keeps in float64 for each number of the network's tensors, measured on
# AlexNet and rounded up: weights, gradients, momentum, copies that are compared.
COPIES: dict[Level, int] = {"shape": 5, "forward": 5, "grad": 7, "train": 10}
SHARE = 0.7  # of the machine's memory that workers and reference may take together


def jobs_that_fit(graph: Graph, level: Level, jobs: int) -> int:
    """``jobs``, or as many as fit, but at least one."""
    total = _physical()
    if total is None:
        return jobs
    size = 8 * sum(prod(info.shape) for info in graph.tensors.values())
    # The reference takes about what a worker does.
    return max(1, min(jobs, int(SHARE * total / max(1, COPIES[level] * size)) - 1))


def _physical() -> int | None:
    """Bytes of memory that the machine has, where it tells."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None
