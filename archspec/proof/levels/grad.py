"""Level ``grad``: gradients in evaluation mode, of parameters and inputs."""

from archspec.proof.backend_proof import BackendProof
from archspec.proof.judgement.gradients import (
    TOLERANCE,
    errors_of,
    finding_of,
    global_norm,
    last_wrong,
    owners_of,
    too_large,
)
from archspec.proof.judgement.overflow import infinite_gradient
from archspec.proof.judgement.slopes import first_wrong_gradient
from archspec.proof.reports.report import LevelResult


def prove_grad(proof: BackendProof) -> LevelResult:
    """Compare the gradients of a fixed loss with the reference's. Raises Differs.

    The reference's gradients are compared with central differences on a sample.
    """
    checked = proof.expected.grad()
    proof.raise_if_any(infinite_gradient(checked.infinite, proof.places))
    if not checked.ok:
        message = f"the reference disagrees with differences at {checked.where}"
        proof.raise_if_any(proof.places.finding("grad", message, error=checked.worst))
    answer = proof.worker.ask("grad")
    params, inputs = answer["params"], answer["inputs"]
    whole = global_norm([*params.values(), *inputs.values()])
    errors = errors_of(params, whole)
    wrong = too_large(errors)
    if wrong:
        last = max(owners_of(proof.graph)[name].index for name in wrong)
        proof.raise_if_any(first_wrong_gradient(proof, "grad", "inference", last))
        proof.raise_if_any(
            last_wrong(proof.graph, "grad", params, wrong, "the gradient", proof.places)
        )
    for name, number in zip(proof.graph.inputs, inputs, strict=True):
        error = errors_of({name: inputs[number]}, whole)[name]
        if error > TOLERANCE:
            node = proof.graph.nodes[proof.graph.inputs[name]]
            proof.raise_if_any(first_wrong_gradient(proof, "grad", "inference", 0))
            noun = f"the gradient with respect to the input {name}"
            proof.raise_if_any(
                finding_of("grad", noun, node, inputs[number], error, proof.places)
            )
        errors[name] = error
    worst = max(errors, key=errors.__getitem__)
    return LevelResult("grad", True, len(errors), errors[worst], worst)
