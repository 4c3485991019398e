"""The law of dropout: its mode, its scale and its rate."""

from collections.abc import Mapping, Sequence
from math import prod, sqrt
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops.base import real
from archspec.proof.places import Places
from archspec.proof.report import Finding
from archspec.proof.worker.recorder import ONES

SIGMAS = 6  # a right one is refused once in 500 million times
EXACT = 1e-6  # of the scale: frameworks keep the rate in float32
TOGETHER = (
    2.0  # times the variance of single choices; 4, the least axis, is if it is one
)

# What is dropped together, and so the number of choices in `ONES`.
CHOICES = {"dropout": prod(ONES), "stochastic_depth": ONES[0]}


def judge_dropout(
    graph: Graph,
    off: Sequence[Mapping[str, Any]],
    on: Sequence[Mapping[str, Any]],
    places: Places,
) -> list[Finding]:
    """Compare what was drawn in training with what each random node asks for.

    Args:
        graph: the network.
        off: the draws of a pass in which nothing was dropped, which tell what each
            was given.
        on: the draws of the same pass with dropout as it is.
        places: makes the findings.
    """
    findings: list[Finding] = []
    free = list(range(len(off)))
    running = graph.running("train")
    for node in graph.nodes:
        if node.kind not in CHOICES or node.index not in running:
            continue
        if not node.acts("train"):
            continue
        number = next((n for n in free if _is_of(off[n], node)), None)
        if number is None or number >= len(on):
            message = "nothing is dropped in training"
            findings += [places.finding("train", message, node)] * (_rate(node) > 0)
            continue
        free.remove(number)
        wrong = _broken(node, on[number]["law"])
        if wrong:
            line = on[number]["line"]
            findings.append(places.finding("train", wrong, node, line))
    # What no output needs a file may run all the same.
    idle = [n for n in graph.nodes if n.kind in CHOICES and n.index not in running]
    for number in free[len(idle) :]:
        line = off[number]["line"]
        message = "a dropout of this value that the spec has not"
        sources: list[int] = off[number]["sources"]
        node = next((graph.nodes[index] for index in sources), None)
        findings.append(places.finding("train", message, node, line))
    return findings


def _is_of(draw: Mapping[str, Any], node: GraphNode) -> bool:
    return node.inputs[0] in draw["sources"] and draw["path"] in ("", node.owner)


def _rate(node: GraphNode) -> float:
    return real(getattr(node.op, "drop_prob"))  # noqa: B009


def _broken(node: GraphNode, law: Mapping[str, Any]) -> str:
    """What is wrong with a law, or an empty text."""
    if not law:
        return "is told what to drop, and draws nothing"
    if node.kind == "dropout" and any(t > TOGETHER for t in law["together"]):
        return "drops values together, not each by itself"
    rate = _rate(node)
    count = CHOICES[node.kind]
    margin = SIGMAS * sqrt(rate * (1 - rate) / count)
    if abs(law["dropped"] - rate) > margin:
        return f"drops {law['dropped']:.3f} of its values in training, not {rate:g}"
    scales = law["scales"]
    if scales is not None and any(abs(s * (1 - rate) - 1) > EXACT for s in scales):
        low, high = scales
        return (
            f"scales what it keeps by {low:.6g} to {high:.6g}, not {1 / (1 - rate):.6g}"
        )
    if node.kind == "stochastic_depth" and law["rows"] != law["dropped"]:
        return "drops single values, not whole examples"
    return ""
