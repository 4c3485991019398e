"""Level ``forward``: every node's value in evaluation mode, in float64."""

from typing import Any

from archspec.proof.judgement.trace import Tracer
from archspec.proof.levels.forms import prove_forms
from archspec.proof.levels.single import prove_single
from archspec.proof.levels.variants import prove_variants
from archspec.proof.naming.tensors import judge_changed
from archspec.proof.reports.report import Level, LevelResult
from archspec.proof.talk import Talk

TOLERANCE = 1e-9  # relative error of a value in float64


def prove_forward(talk: Talk) -> LevelResult:
    """Compare every value with the reference's. Raises Differs."""
    tracer, traced = run_forward(talk, "forward")
    trace = tracer.judge(traced, talk.places)
    talk.hold(trace.finding)
    if talk.file.call and traced["instead"]:
        talk.notes.append(
            f"called as {talk.file.call.text!r}, it returns {traced['instead']}, which was "
            "not compared; the outputs were found among the values that it computes"
        )
    _alone(talk)
    worst = max(trace.errors, key=trace.errors.__getitem__)
    error = prove_single(talk)
    prove_forms(talk, "forward", TOLERANCE)
    prove_variants(talk, TOLERANCE)
    return LevelResult(
        "forward",
        True,
        compared=len(tracer.nodes) - len(trace.unseen),
        worst=trace.errors[worst],
        where=talk.graph.nodes[worst].path,
        unseen=tuple(node.path for node in trace.unseen),
        unreached=talk.expected.forward().unreached,
        hidden=talk.variants.hidden(),
        float32=(error, talk.expected.forward().floor),
    )


def run_forward(talk: Talk, level: Level) -> tuple[Tracer, dict[str, Any]]:
    """Run the network once; return its values and their tracer."""
    tracer = _tracer(talk, level, talk.options.batch)
    if "forward" not in talk.answers:
        talk.answers["forward"] = talk.trace(tracer, "forward")
    return tracer, talk.answers["forward"]


def _alone(talk: Talk) -> None:
    """Check that an example gives the same values alone as in a batch. Raises Differs.

    By then the network has run twice in evaluation mode, and must be unchanged.
    """
    tracer = _tracer(talk, "forward", 1)
    answer = talk.trace(tracer, "forward", examples=1)
    talk.hold(tracer.judge(answer, talk.places).finding)
    talk.hold(*judge_changed(talk.graph, answer["changed"], talk.places))


def _tracer(talk: Talk, level: Level, batch: int) -> Tracer:
    described = talk.expected.forward().described
    return talk.tracer(level, "inference", TOLERANCE, described, batch)
