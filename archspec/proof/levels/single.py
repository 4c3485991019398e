"""Level ``forward`` in float32, the usual precision."""

from typing import Any

from archspec.proof.backend_proof import BackendProof
from archspec.proof.naming.tensors import judge_tied
from archspec.proof.reports.report import Level
from archspec.record import replace

MULTIPLE = 100  # of the error of the reference itself in float32
LEAST = (
    2.0**-24
)  # half of the distance from 1 to the next float32: the error of any result

_LEVEL: Level = "forward"


def prove_single(proof: BackendProof) -> float:
    """The error of the outputs in float32. Raises Differs.

    The bound is far above the errors of correct networks, and far below those of tied
    tensors. The precise comparison is in float64; docs/verify.md has the numbers.
    """
    floor = proof.expected.forward().floor
    bound = MULTIPLE * max(floor, LEAST)
    described = proof.expected.forward().described
    batch = proof.options.batch
    tracer = proof.tracer(_LEVEL, "inference", bound, described, batch)
    answer = proof.trace(tracer, "forward32")
    proof.raise_if_any(*judge_tied(proof.graph, answer["lost"], proof.places, _LEVEL))
    outputs = answer["outputs"]
    _are_single(proof, outputs)
    error = outputs["error"]
    if not error <= bound:
        finding = tracer.judge(answer, proof.places).finding
        message = f"the outputs differ by more than {bound:.1e}"
        finding = finding or proof.places.finding(_LEVEL, message, error=error)
        proof.raise_if_any(replace(finding, message=f"in float32: {finding.message}"))
    return error


def _are_single(proof: BackendProof, outputs: dict[str, Any]) -> None:
    """Raises Differs unless the outputs are float32."""
    named = proof.graph.outputs_in("inference")
    for out, dtype in zip(named, outputs["dtypes"], strict=True):
        # A network without tensors uses its inputs unchanged.
        if proof.graph.tensors and dtype != "float32":
            message = f"with weights and inputs in float32, it returns {dtype}"
            node = proof.graph.nodes[out.index]
            proof.raise_if_any(proof.places.finding(_LEVEL, message, node))
