"""Two steps of SGD in training mode, and the law of dropout."""

from typing import Any

from archspec.backends.contract.facts.known import known_of
from archspec.proof.backend_proof import BackendProof
from archspec.proof.expectation.expected import ExpectedTraining
from archspec.proof.judgement.dropout import (
    UNJUDGED,
    displaced,
    judge_dropout,
    passes_of,
    rates_of,
)
from archspec.proof.judgement.gradients import (
    TOLERANCE,
    errors_of,
    finding_of,
    global_norm,
    last_wrong,
    owners_of,
    tensors_in_training,
    too_large,
)
from archspec.proof.judgement.overflow import divergence, overflow
from archspec.proof.judgement.slopes import first_wrong_gradient
from archspec.proof.judgement.statistics import judge_statistics
from archspec.proof.reports.report import Finding
from archspec.record import replace


def prove_steps(proof: BackendProof) -> dict[str, float]:
    """The errors of updates and running statistics, by tensor. Raises Differs."""
    expected = proof.expected.train()
    proof.raise_if_any(overflow(expected.described, proof.places, "train"))
    proof.raise_if_any(divergence(expected.losses, proof.places))
    batch = proof.options.batch
    tracer = proof.tracer("train", "train", TOLERANCE, expected.described, batch)
    answer = proof.trace(
        tracer,
        "train",
        steps=len(expected.losses),
        sgd=list(expected.sgd),
        orders=expected.orders if known_of(proof.backend).backward else 1,
        rates=rates_of(proof.graph),
    )
    proof.raise_if_any(
        _explained(proof, tracer.judge(answer, proof.places).finding, answer)
    )
    proof.raise_if_any(*judge_dropout(proof.graph, _draws(proof, answer), proof.places))
    errors: dict[str, float] = {}
    for step, moved in enumerate(answer["moved"]):
        errors |= _updates(proof, step, moved)
        errors |= judge_statistics(proof, step, moved, answer["kept"][step])
    _losses(proof, expected, answer["losses"])
    return errors


def _explained(
    proof: BackendProof, finding: Finding | None, answer: dict[str, Any]
) -> Finding | None:
    """A difference of values, with the randomness drawn before it."""
    if finding is None:
        return None
    early = displaced(proof.graph, finding.node, answer["draws"])
    if early:
        message = f"the dropout that should follow it, {early}, stands before it"
        return replace(finding, message=message, expected={}, found={}, error=None)
    if answer["own"]:
        message = f"{finding.message}; {UNJUDGED}, is drawn before it"
        return replace(finding, message=message)
    return finding


def _draws(proof: BackendProof, answer: dict[str, Any]) -> dict[str, Any]:
    """The draws of the network in training, each with its law."""
    if not (answer["draws"] or answer["own"] or answer["drops"]):
        return answer
    proof.worker.ask("seed", number=proof.options.seed)
    passes = passes_of(proof.graph, proof.options.batch)
    return proof.worker.ask("dropout", rates=rates_of(proof.graph), **passes)


def _updates(proof: BackendProof, step: int, moved: dict[str, Any]) -> dict[str, float]:
    """The errors of the change of each trained parameter in a step."""
    owners = owners_of(proof.graph)
    # Without a gradient an optimiser skips a parameter, including its weight decay.
    taking_part = tensors_in_training(proof.graph)
    params = {name: one for name, one in moved.items() if name in taking_part}
    errors = errors_of(params, global_norm(params.values()))
    wrong = too_large(errors)
    if wrong and not step:
        last = max(owners[name].index for name in wrong)
        proof.raise_if_any(first_wrong_gradient(proof, "train", "train", last))
        noun = "the update"
        proof.raise_if_any(
            last_wrong(proof.graph, "train", params, wrong, noun, proof.places)
        )
    for name, error in wrong.items():
        noun = f"the second update of {name}"
        one = params[name]
        proof.raise_if_any(
            finding_of("train", noun, owners[name], one, error, proof.places)
        )
    return errors


def _losses(
    proof: BackendProof, expected: ExpectedTraining, losses: list[float]
) -> None:
    for step, (found, right) in enumerate(zip(losses, expected.losses, strict=True)):
        if not abs(found - right) <= TOLERANCE * expected.size:
            message = (
                f"the loss before step {step + 1} is {found:.10g}, not {right:.10g}"
            )
            proof.raise_if_any(proof.places.finding("train", message))
