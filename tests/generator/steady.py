"""The steadiness of a network: the effect of the last digits of its weights.

In a few random networks a value or a gradient is a small rest of large terms, say where
a layer norm has one channel and divides by the root of its epsilon. Its last digits are
noise in every framework and in the reference alike, and two that are right differ by
it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, starmap
from math import prod, sqrt
from typing import Any
from unittest.mock import patch

import numpy as np

from archspec.backends.contract.probe import SGD
from archspec.graph.nodes import Graph, GraphNode
from archspec.ops.norm import GroupNorm, LayerNorm
from archspec.ops.vector_norm import RMSNorm
from archspec.proof.expectation.bends import reach_bends
from archspec.proof.expectation.expected import (
    STEPS,
    draw_cotangents,
    draw_inputs,
)
from archspec.proof.expectation.rate import rate_of
from archspec.proof.judgement.gradients import SMALL, errors_of, global_norm
from archspec.proof.worker.watching.comparing import compare
from archspec.proof.worker.watching.matching import relative_error
from archspec.reference.backward import run_backward
from archspec.reference.forward import compute
from archspec.reference.training import MOMENTUM, WEIGHT_DECAY, descend
from archspec.weights.init import init_weights
from tests.live import Array

ROUNDING = 2.0**-53  # of a number in float64
DIGITS = 1e-15  # relative change of every weight, input and value
RUNS = 3  # of which the worst counts


def noise(graph: Graph, batch: int, seed: int = 0) -> float:
    """The largest error, as a proof counts it, between the reference and itself.

    Its values and gradients, and what two steps of training do to the parameters, are
    compared with those for weights and inputs that differ in their last digits, and
    with every node's value rounded anew. A norm over a single value has the gradient 0,
    which the reference gives exactly, and others to the rounding of its terms, over the
    root of eps.
    """
    drawn = draw_inputs(graph, batch, seed)
    weights, inputs = reach_bends(graph, init_weights(graph, seed), drawn)
    rng = np.random.default_rng(seed)
    exact = list(_passes(graph, weights, inputs, seed))
    worst = max(map(_of_single_values, graph.nodes))

    def rounded(*given: Any) -> Array:
        return _near(compute(*given), rng)

    for _ in range(RUNS):
        near = {name: _near(array, rng) for name, array in weights.items()}
        with patch("archspec.reference.backward.compute", rounded):
            given = [_near(array, rng) for array in inputs]
            others = list(_passes(graph, near, given, seed))
        for (values, arrays), (near_values, near_arrays) in zip(
            exact, others, strict=True
        ):
            compared = compare(near_arrays, arrays)
            errors = errors_of(compared, global_norm(compared.values()))
            pairs = ((near_values[index], values[index]) for index in values)
            worst = max([worst, *errors.values(), *starmap(relative_error, pairs)])
    return worst


def _of_single_values(node: GraphNode) -> float:
    """The rounding error of a gradient that is 0, in a norm over single values."""
    shape, op = node.shape, node.op
    match op:
        case LayerNorm() | RMSNorm():
            count = shape[-1 if op.axis == "last" else 0]
        case GroupNorm(groups=int() as groups):
            count = prod(shape) // groups
        case _:
            return 0.0
    return ROUNDING / sqrt(float(op.eps)) / SMALL if count == 1 else 0.0


def _passes(
    graph: Graph, weights: Mapping[str, Array], inputs: Sequence[Array], seed: int
) -> Iterator[tuple[dict[int, Array], dict[str, Array]]]:
    """Values and gradients in evaluation mode, then the changes of training steps."""
    batch = len(inputs[0])
    cotangents = draw_cotangents(graph, batch, "inference", seed)
    found = run_backward(graph, weights, inputs, cotangents)
    given = {name: found.grads[index] for name, index in graph.inputs.items()}
    yield found.values, found.tensors | given
    cotangents = draw_cotangents(graph, batch, "train", seed)
    first = run_backward(graph, weights, inputs, cotangents, "train")
    sgd = SGD(rate_of(weights, first.tensors), MOMENTUM, WEIGHT_DECAY)
    steps = descend(graph, weights, inputs, cotangents, first, sgd)
    for step in islice(steps, STEPS):
        moved = {name: step.weights[name] - weights[name] for name in first.tensors}
        yield first.values, moved


def _near(array: Array, rng: np.random.Generator) -> Array:
    return array * (1 + DIGITS * rng.standard_normal(array.shape))
