"""Which random specs serve for a proof."""

from math import inf, prod

from archspec.graph.idle import IDLE
from archspec.graph.nodes import Graph
from archspec.ops.norm import ONE_VALUE
from archspec.ops.shape import Pad
from archspec.text.problems import CompileError
from tests.generator.random_specs import spec_of

NODES, NUMBERS = 50, 20_000  # of a graph


def is_refused(text: str) -> bool:
    """Whether the compiler refuses a norm: idle calls of one, or groups of one value."""
    try:
        spec_of(text)
    except CompileError as error:
        refused = (IDLE.partition("{")[0], ONE_VALUE)
        return any(problem.message.startswith(refused) for problem in error.problems)
    return False


def is_small(graph: Graph) -> bool:
    """Whether a proof takes no more than a second or two."""
    numbers = sum(prod(node.shape) for node in graph.nodes)
    return len(graph.nodes) <= NODES and numbers <= NUMBERS


def is_finite(graph: Graph) -> bool:
    """Whether a border of -inf is read by maxima only."""
    borders = {
        index
        for index, node in enumerate(graph.nodes)
        if isinstance(node.op, Pad) and node.op.value == -inf
    }
    readers = (node for node in graph.nodes if borders & set(node.inputs))
    ends = {output.index for output in graph.outputs}
    return not borders & ends and all(node.kind == "max_pool" for node in readers)
