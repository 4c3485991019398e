"""Running statistics of batch norms, with known differences."""

from collections import Counter
from typing import Any

import numpy as np

from archspec.backends.contract.facts.known import known_of
from archspec.graph.nodes import GraphNode
from archspec.ops.base import real
from archspec.ops.norm import BatchNorm
from archspec.proof.backend_proof import BackendProof
from archspec.proof.judgement.gradients import (
    errors_of,
    finding_of,
    owners_of,
    too_large,
)


def judge_statistics(
    proof: BackendProof, step: int, moved: dict[str, Any], kept: list[dict[str, Any]]
) -> dict[str, float]:
    """The errors of the change of each running statistic in a step. Raises Differs.

    Args:
        proof: the state of the proof.
        step: the step, counted from 0.
        moved: the comparison with the formula: unbiased variance, exact decay.
        kept: the comparisons with the biased variance and the decay rounded to float32,
            in each order of the calls.
    """
    graph, owners = proof.graph, owners_of(proof.graph)
    biased = known_of(proof.backend).biased
    found = _closest(kept) if biased else moved
    # A framework may run or skip nodes that no output needs; nothing depends on them.
    needed = graph.running("train") | graph.running("inference")
    running = {graph.nodes[index].owner for index in needed}
    buffers = {
        name: one
        for name, one in found.items()
        if graph.tensors[name].role == "buffer" and owners[name].owner in running
    }
    errors = errors_of(buffers, 0.0)
    for name, error in too_large(errors).items():
        noun = f"the change of {name} in training step {step + 1}"
        one = buffers[name]
        proof.raise_if_any(
            finding_of("train", noun, owners[name], one, error, proof.places)
        )
    if biased and buffers and not step:
        proof.known += _known(proof)
    return errors


def _closest(kept: list[dict[str, Any]]) -> dict[str, Any]:
    """The comparison of each tensor that differs least."""

    def difference(one: dict[str, Any]) -> float:
        found = one.get("difference")
        return float("inf") if found is None else found

    return {name: min((o[name] for o in kept), key=difference) for name in kept[0]}


def _known(proof: BackendProof) -> list[str]:
    """The known differences of a framework with the biased variance, with their sizes."""
    nodes = [
        node
        for node in (proof.graph.nodes[i] for i in sorted(proof.graph.running("train")))
        if isinstance(node.op, BatchNorm) and node.acts("train")
    ]
    if not nodes:
        return []
    count = min(proof.expected.batch * _pixels(node) for node in nodes)
    most = max(_rounding(node) for node in nodes)
    text = (
        "running variances are biased: PyTorch and Chainer multiply them by n/(n-1), "
        f"here up to {count / (count - 1):.4g}"
    )
    found = [text]
    if most:
        also = "bn's decay is kept in float32: up to {:.1e} of a running statistic"
        found.append(also.format(most))
    calls = Counter(node.owner for node in nodes)
    again = ", ".join(owner for owner, count in calls.items() if count > 1)
    if known_of(proof.backend).backward and again:
        text = (
            "running statistics change in the backward pass, in the order of its calls"
        )
        found.append(f"{text}: {again}")
    return found


def _pixels(node: GraphNode) -> int:
    return int(np.prod(node.shape[1:]))


def _rounding(node: GraphNode) -> float:
    """The relative rounding of the new value's weight in float32."""
    share = 1 - real(getattr(node.op, "decay"))  # noqa: B009
    rounded = 1 - float(np.float32(1 - share))
    return abs(rounded - share) / share if share else 0.0
