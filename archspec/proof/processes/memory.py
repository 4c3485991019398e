"""The memory of a proof, and the number of parallel proofs that fit."""

import os
from math import prod

from archspec.graph.nodes import Graph
from archspec.proof.reports.report import Level
from archspec.text.problems import CompileError, Problem

# The float64 numbers that a worker keeps per number of the network's tensors, measured
# on AlexNet and rounded up: weights, gradients, momentum, copies for comparison.
COPIES: dict[Level, int] = {"shape": 5, "init": 5, "forward": 5, "grad": 7, "train": 10}
VALUES = 2  # the numbers kept per number of the nodes' values, measured on U-Net
SHARE = 0.7  # of the machine's memory, for the workers and the reference together


def jobs_that_fit(graph: Graph, level: Level, batch: int, jobs: int) -> int:
    """``jobs``, or the number that fits, but at least one."""
    total = _physical()
    if total is None:
        return jobs
    # The reference takes about as much memory as a worker.
    fit = int(SHARE * total / max(1, needed(graph, level, batch))) - 1
    return max(1, min(jobs, fit))


def refuse_if_too_large(name: str, graph: Graph, level: Level, batch: int) -> None:
    """Raise CompileError if the reference and a worker need more than the machine has."""
    total, least = _physical(), 2 * needed(graph, level, batch)
    if total is None or least <= total:
        return
    message = (
        f"the proof of {name} takes about {_gibibytes(least)} of memory, "
        f"and this machine has {_gibibytes(total)}"
    )
    if 2 * needed(graph, level, batch=0) > total:
        help = "its weights alone need that much: use a lower --level"
    else:
        help = "use a smaller --input or --batch"
    raise CompileError([Problem(message, help=help)])


def needed(graph: Graph, level: Level, batch: int) -> int:
    """The peak memory of a worker in bytes, without its framework."""
    tensors = sum(prod(info.shape) for info in graph.tensors.values())
    values = batch * sum(prod(node.shape) for node in graph.nodes)
    return 8 * (COPIES[level] * tensors + VALUES * values)


def _gibibytes(count: int) -> str:
    return f"{count / 2**30:.0f} GiB"


def _physical() -> int | None:
    """The memory of the machine in bytes, if known."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None
