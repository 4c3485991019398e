"""How much memory a proof takes, and how many fit at a time."""

import os
from math import prod

from archspec.graph.nodes import Graph
from archspec.proof.reports.report import Level
from archspec.text.problems import CompileError, Problem

# What a worker keeps in float64 for each number of the network's tensors, measured on
# AlexNet and rounded up: weights, gradients, momentum, copies that are compared.
COPIES: dict[Level, int] = {"shape": 5, "init": 5, "forward": 5, "grad": 7, "train": 10}
VALUES = 2  # the same for each number of the nodes' values, measured on U-Net
SHARE = 0.7  # of the machine's memory that workers and reference may take together


def jobs_that_fit(graph: Graph, level: Level, batch: int, jobs: int) -> int:
    """``jobs``, or as many as fit, but at least one."""
    total = _physical()
    if total is None:
        return jobs
    # The reference takes about what a worker does.
    fit = int(SHARE * total / max(1, needed(graph, level, batch))) - 1
    return max(1, min(jobs, fit))


def refuse_what_cannot_fit(name: str, graph: Graph, level: Level, batch: int) -> None:
    """Raise CompileError if the reference and a worker take more than there is."""
    total, least = _physical(), 2 * needed(graph, level, batch)
    if total is None or least <= total:
        return
    message = (
        f"the proof of {name} takes about {_gibibytes(least)} of memory, "
        f"and this machine has {_gibibytes(total)}"
    )
    if 2 * needed(graph, level, batch=0) > total:
        help = "its weights alone need that much: give a lower --level"
    else:
        help = "give a smaller --input or --batch"
    raise CompileError([Problem(message, help=help)])


def needed(graph: Graph, level: Level, batch: int) -> int:
    """The bytes that a worker takes at most, beside its framework."""
    tensors = sum(prod(info.shape) for info in graph.tensors.values())
    values = batch * sum(prod(node.shape) for node in graph.nodes)
    return 8 * (COPIES[level] * tensors + VALUES * values)


def _gibibytes(count: int) -> str:
    return f"{count / 2**30:.0f} GiB"


def _physical() -> int | None:
    """Bytes of memory that the machine has, where it tells."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None
