"""Batch norm over too few values, whose training cannot be compared."""

from math import ceil, prod

from archspec.graph.nodes import Graph
from archspec.ops import BatchNorm
from archspec.spec import Network
from archspec.text.problems import CompileError, Problem
from archspec.text.tree import locate

FEWEST = 8  # values per channel


def refuse_few_values(network: Network, graph: Graph, batch: int) -> None:
    """Raise CompileError if a bn sees fewer than 8 values per channel in training.

    A network of them is chaotic: two frameworks that are both right differ by 1e-3 at
    2 values, by 1e-11 at 32. A tolerance that forgave the one would hide errors
    in the other.
    """
    running = graph.running("train")
    problems: list[Problem] = []
    for node in graph.nodes:
        if not isinstance(node.op, BatchNorm) or node.index not in running:
            continue
        pixels = prod(node.shape[1:])
        if not node.acts("train") or batch * pixels >= FEWEST:
            continue
        tree = network.tree
        problems.append(
            Problem(
                f"level train needs at least {FEWEST} values per channel: "
                f"{node.path} sees {batch * pixels}",
                None if tree is None else locate(tree, node.loc),
                f"give --batch {ceil(FEWEST / pixels)}, or a larger --input",
            )
        )
    if problems:
        raise CompileError(problems[:1])
