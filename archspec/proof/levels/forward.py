"""Level ``forward``: every node's value in evaluation mode, in float64."""

from typing import Any

from archspec.proof.report import LevelResult
from archspec.proof.talk import Talk
from archspec.proof.trace import Tracer

TOLERANCE = 1e-9  # relative error of a value in float64


def prove_forward(talk: Talk) -> LevelResult:
    """Compare every value with the reference's. Raises Differs."""
    tracer, traced = run_forward(talk)
    trace = tracer.judge(traced, talk.places)
    talk.hold(trace.finding)
    worst = max(trace.errors, key=trace.errors.__getitem__)
    error = talk.worker.ask("forward32")["outputs"]["error"]
    return LevelResult(
        "forward",
        True,
        compared=len(tracer.nodes) - len(trace.unseen),
        worst=trace.errors[worst],
        where=talk.graph.nodes[worst].path,
        unseen=tuple(node.path for node in trace.unseen),
        float32=(error, talk.expected.forward().floor),
    )


def run_forward(talk: Talk) -> tuple[Tracer, dict[str, Any]]:
    """The values that the network computes, and what judges them; runs it once."""
    described = talk.expected.forward().described
    tracer = talk.tracer("forward", "inference", TOLERANCE, described)
    if "forward" not in talk.answers:
        talk.answers["forward"] = talk.trace(tracer, "forward", "forward")
    return tracer, talk.answers["forward"]
