"""Batch norms over too few values, whose training cannot be compared."""

from math import ceil, prod

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops.norm import BatchNorm
from archspec.spec import Network
from archspec.text.problems import CompileError, Problem
from archspec.text.tree import locate

FEWEST = 8  # values per channel


def refuse_few_values(network: Network, graph: Graph, batch: int) -> None:
    """Raise CompileError if a bn sees fewer than 8 values per channel in training.

    Such a network is chaotic: two correct frameworks differ by 1e-3 at 2 values, by 1e-11
    at 32. A tolerance that allowed the former would hide errors in the latter.
    """
    node = too_few(graph, batch)
    if node is None:
        return
    tree, pixels = network.tree, prod(node.shape[1:])
    raise CompileError(
        [
            Problem(
                f"level train needs at least {FEWEST} values per channel: "
                f"{node.path} sees {batch * pixels}",
                None if tree is None else locate(tree, node.loc),
                f"use --batch {ceil(FEWEST / pixels)}, or a larger --input",
            )
        ]
    )


def too_few(graph: Graph, batch: int) -> GraphNode | None:
    """The first bn that sees fewer than 8 values per channel in training."""
    running = graph.running("train")
    for node in graph.nodes:
        if not isinstance(node.op, BatchNorm) or node.index not in running:
            continue
        if node.acts("train") and batch * prod(node.shape[1:]) < FEWEST:
            return node
    return None
