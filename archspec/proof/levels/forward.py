"""Level ``forward``: every node's value in evaluation mode, in float64."""

from typing import Any

from archspec.proof.backend_proof import BackendProof
from archspec.proof.judgement.overflow import overflow
from archspec.proof.judgement.trace import Tracer
from archspec.proof.levels.forms import prove_forms
from archspec.proof.levels.single import prove_single
from archspec.proof.levels.variants import prove_variants
from archspec.proof.naming.tensors import judge_changed
from archspec.proof.reports.report import Level, LevelResult

TOLERANCE = 1e-9  # relative error of a value in float64


def prove_forward(proof: BackendProof) -> LevelResult:
    """Compare every value with the reference's. Raises Differs."""
    described = proof.expected.forward().described
    proof.raise_if_any(overflow(described, proof.places, "forward"))
    tracer, traced = run_forward(proof, "forward")
    trace = tracer.judge(traced, proof.places)
    proof.raise_if_any(trace.finding)
    if proof.file.call and traced["instead"]:
        proof.notes.append(
            f"called as {proof.file.call.text!r}, it returns {traced['instead']}, which was "
            "not compared; the outputs were found among the values that it computes"
        )
    _alone(proof)
    worst = max(trace.errors, key=trace.errors.__getitem__)
    error = prove_single(proof)
    prove_forms(proof, "forward", TOLERANCE)
    prove_variants(proof, TOLERANCE)
    return LevelResult(
        "forward",
        True,
        compared=len(tracer.nodes) - len(trace.unseen),
        worst=trace.errors[worst],
        where=proof.graph.nodes[worst].path,
        unseen=tuple(node.path for node in trace.unseen),
        unreached=proof.expected.forward().unreached,
        hidden=proof.variants.hidden(),
        float32=(error, proof.expected.forward().floor),
    )


def run_forward(proof: BackendProof, level: Level) -> tuple[Tracer, dict[str, Any]]:
    """Run the network once; return its values and their tracer."""
    tracer = _tracer(proof, level, proof.options.batch)
    if "forward" not in proof.answers:
        proof.answers["forward"] = proof.trace(tracer, "forward")
    return tracer, proof.answers["forward"]


def _alone(proof: BackendProof) -> None:
    """Check that an example gives the same values alone as in a batch. Raises Differs.

    By then the network has run twice in evaluation mode, and must be unchanged.
    """
    tracer = _tracer(proof, "forward", 1)
    answer = proof.trace(tracer, "forward", examples=1)
    proof.raise_if_any(tracer.judge(answer, proof.places).finding)
    proof.raise_if_any(*judge_changed(proof.graph, answer["changed"], proof.places))


def _tracer(proof: BackendProof, level: Level, batch: int) -> Tracer:
    described = proof.expected.forward().described
    return proof.tracer(level, "inference", TOLERANCE, described, batch)
