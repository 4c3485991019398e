"""The law of dropout: its mode, its scale and its rate."""

from collections.abc import Mapping, Sequence
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops.base import real
from archspec.ops.dense import Dropout
from archspec.proof.judgement.chance import surprise, unlikely_count
from archspec.proof.judgement.places import Places
from archspec.proof.judgement.trace import RANDOM
from archspec.proof.reports.report import Finding

EXACT = 1e-6  # of the scale: frameworks keep the rate in float32
FEWEST = 30  # choices of the rarer kind that must be expected to judge a law
TESTS = 10  # of a node
WORK = 4_000_000_000  # multiply-accumulates, in passes that only observe
MOST_PASSES = 200
EXAMPLES = 64  # of such a pass, about

UNJUDGED = "randomness of the file's own, whose law cannot be judged"

# The law of a node: what it drops as a whole, and the counts of pairs that show whether
# the choices are independent, those of a pair of calls last.
_UNITS = {
    "dropout": "values",
    "channel_dropout": "channels",
    "stochastic_depth": "examples",
}
_PAIRS = {
    "values": ("examples", "channels", "rows", "columns", "calls"),
    "channels": (
        "examples of whole channels",
        "whole channels",
        "calls of whole channels",
    ),
    "examples": ("whole examples", "whole calls"),
}


def rates_of(graph: Graph) -> dict[str, list[Any]]:
    """Kind and rate of every dropout in training, by the index of its input."""
    found: dict[str, list[Any]] = {}
    for node in _random(graph):
        found.setdefault(str(node.inputs[0]), [_law(node), _rate(node)])
    return found


def passes_of(graph: Graph, batch: int) -> dict[str, int]:
    """The number of passes, and of copies, to observe a mask that is not a function."""
    copies = max(1, EXAMPLES // batch)
    work = max(graph.macs, 1) * batch * copies
    return {"passes": max(2, min(MOST_PASSES, WORK // work)), "copies": copies}


def judge_dropout(
    graph: Graph, answer: Mapping[str, Any], places: Places
) -> list[Finding]:
    """Compare the draws in training with the laws of the random nodes.

    Args:
        graph: the network.
        answer: the worker's answer: "draws", with the input and the effect of each, and
            "own", the lines where the file draws numbers that were not seen to drop
            anything.
        places: makes the findings.
    """
    draws: list[Mapping[str, Any]] = answer["draws"]
    findings: list[Finding] = []
    free = list(range(len(draws)))
    nodes = _random(graph)
    limit = surprise(TESTS * len(nodes))
    for node in nodes:
        number = next((n for n in free if _is_of(draws[n], node)), None)
        if number is None:
            message = "nothing is dropped in training"
            if answer["own"]:
                message = f"nothing is seen to be dropped: {UNJUDGED}"
            findings += [places.finding("train", message, node)] * (_rate(node) > 0)
            continue
        free.remove(number)
        wrong = _broken(node, draws[number]["law"], limit)
        if wrong:
            line = draws[number]["line"]
            findings.append(places.finding("train", wrong, node, line))
    # A file may also run nodes that no output needs.
    running = graph.running("train")
    idle = [n for n in graph.nodes if n.kind in RANDOM and n.index not in running]
    for number in free[len(idle) :]:
        line = draws[number]["line"]
        message = "a dropout of this value is not in the spec"
        sources: list[int] = draws[number]["sources"]
        node = next((graph.nodes[index] for index in sources), None)
        findings.append(places.finding("train", message, node, line))
    for line in () if findings or idle else answer["own"]:
        message = f"numbers are drawn that no dropout of the spec needs: {UNJUDGED}"
        findings.append(places.finding("train", message, None, line))
    return findings


def displaced(graph: Graph, path: str, draws: Sequence[Mapping[str, Any]]) -> str:
    """The dropout that is before the node at ``path`` instead of after it, or ""."""
    node = next((one for one in graph.nodes if one.path == path), None)
    given = {index for draw in draws for index in draw["sources"]}
    if node is None or node.index in given or given.isdisjoint(node.inputs):
        return ""
    after = (one.path for one in _random(graph) if one.inputs[0] == node.index)
    return next(after, "")


def _random(graph: Graph) -> list[GraphNode]:
    running = graph.running("train")
    return [
        node
        for node in graph.nodes
        if node.kind in RANDOM and node.index in running and node.acts("train")
    ]


def _is_of(draw: Mapping[str, Any], node: GraphNode) -> bool:
    return node.inputs[0] in draw["sources"] and draw["path"] in ("", node.owner)


def _law(node: GraphNode) -> str:
    whole = isinstance(node.op, Dropout) and node.op.channels
    return "channel_dropout" if whole else node.kind


def _rate(node: GraphNode) -> float:
    return real(getattr(node.op, "drop_prob"))  # noqa: B009


def _broken(node: GraphNode, law: Mapping[str, Any] | None, limit: float) -> str:
    """The error in a law, or an empty text."""
    if not law:
        return "gets its mask from outside, and draws nothing"
    rate, unit = _rate(node), _UNITS[_law(node)]
    known, dropped = law[unit]
    rare = min(rate, 1 - rate)
    if not known or (rate and known * rare < FEWEST):
        return f"{known} choices at a rate of {rate:g} are too few: {UNJUDGED}"
    if unit != "values" and law[f"mixed {unit}"][1]:
        part = "single values" if law["mixed channels"][1] else "whole channels"
        return f"drops {part}, not whole {unit}"
    together = _together(law, rate, limit, unit)
    if together:
        return together
    if unlikely_count(dropped, known, rate, limit):
        share = dropped / known
        return f"drops {share:.4g} of its values in training, not {rate:g}"
    factors = law["factors"]
    if factors is not None and any(abs(s * (1 - rate) - 1) > EXACT for s in factors):
        low, high = factors
        return (
            f"scales what it keeps by {low:.6g} to {high:.6g}, not {1 / (1 - rate):.6g}"
        )
    return ""


def _together(law: Mapping[str, Any], rate: float, limit: float, unit: str) -> str:
    """The error if values are dropped together, or an empty text."""
    broken = [name for name in _PAIRS[unit] if _paired(law, name, unit, rate, limit)]
    if not broken:
        return ""
    if "calls" in broken[0]:
        return "drops the same in every call"
    if unit == "examples":
        return "drops all examples of a batch together, not independently"
    noun = "single values" if unit == "values" else "single channels"
    wholes = ("examples", "channels") if unit == "values" else ("examples",)
    for name in wholes:
        if not law[f"mixed {name}"][1]:
            return f"drops whole {name}, not {noun}"
    return f"drops {unit} together, not independently"


def _paired(
    law: Mapping[str, Any], name: str, unit: str, rate: float, limit: float
) -> bool:
    """Whether pairs of choices along an axis are dependent."""
    pairs, both = law[f"pairs of {name}"]
    known, dropped = law[unit]
    share = dropped / known
    # A wrong rate alone makes pairs unlikely too, though not at that rate.
    chances = (rate, share) if rate <= 0.5 else (1 - rate, 1 - share)
    return all(unlikely_count(both, pairs, one**2, limit) for one in chances)
