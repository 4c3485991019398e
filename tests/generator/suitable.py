"""Which random specs serve for a proof."""

from math import inf, prod
from typing import Any

import numpy as np

from archspec.graph.idle import IDLE
from archspec.graph.nodes import Graph
from archspec.ops.norm import ONE_VALUE
from archspec.ops.pointwise import Exp, Log, Power, Sqrt
from archspec.ops.shape import Pad
from archspec.proof.expectation.bends import reach_bends
from archspec.proof.expectation.expected import draw_cotangents, draw_inputs
from archspec.reference.backward import run_backward
from archspec.text.problems import CompileError
from archspec.weights.init import init_weights
from tests.generator.random_specs import spec_of

BATCH = 8
LARGEST = 1e6  # of the values and gradients of operators that may overflow
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


# The kinds of nodes that are far enough from 0 to divide by.
DIVISORS = ("input", "sigmoid", "softplus")


def is_finite(graph: Graph) -> bool:
    """Whether values and gradients are numbers: a border of -inf is read by maxima only."""
    quotients = [node for node in graph.nodes if node.kind == "div"]
    if any(graph.nodes[node.inputs[1]].kind not in DIVISORS for node in quotients):
        return False
    borders = {
        index
        for index, node in enumerate(graph.nodes)
        if isinstance(node.op, Pad) and node.op.value == -inf
    }
    readers = (node for node in graph.nodes if borders & set(node.inputs))
    ends = {output.index for output in graph.outputs}
    good = not borders & ends and all(node.kind == "max_pool" for node in readers)
    return good and (_is_total(graph) or _has_numbers(graph, borders))


def _is_total(graph: Graph) -> bool:
    """Whether every operator takes all numbers, and makes none that are far larger."""
    return not any(isinstance(node.op, (Exp, Log, Power, Sqrt)) for node in graph.nodes)


def _has_numbers(graph: Graph, borders: set[int]) -> bool:
    """Whether the values and gradients that a proof compares are not too large."""
    drawn = draw_inputs(graph, BATCH, 0)
    weights, inputs = reach_bends(graph, init_weights(graph, 0), drawn)
    arrays: list[Any] = []
    with np.errstate(all="ignore"):
        for mode in ("inference", "train"):
            cotangents = draw_cotangents(graph, BATCH, mode, 0)
            found = run_backward(graph, weights, inputs, cotangents, mode)
            arrays += (x for index, x in found.values.items() if index not in borders)
            arrays += found.grads.values()
    return all(np.abs(array).max(initial=0) < LARGEST for array in arrays)
