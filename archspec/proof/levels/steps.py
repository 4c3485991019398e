"""Two steps of SGD in training mode, and the law of dropout."""

from typing import Any

from archspec.backends.contract.known import known_of
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
from archspec.proof.judgement.slopes import first_astray
from archspec.proof.judgement.statistics import judge_statistics
from archspec.proof.reports.report import Finding
from archspec.proof.talk import Talk
from archspec.record import replace


def prove_steps(talk: Talk) -> dict[str, float]:
    """The errors of updates and running statistics, by tensor. Raises Differs."""
    expected = talk.expected.train()
    batch = talk.options.batch
    tracer = talk.tracer("train", "train", TOLERANCE, expected.described, batch)
    answer = talk.trace(
        tracer,
        "train",
        steps=len(expected.losses),
        sgd=list(expected.sgd),
        orders=expected.orders if known_of(talk.backend).backward else 1,
        rates=rates_of(talk.graph),
    )
    talk.hold(_explained(talk, tracer.judge(answer, talk.places).finding, answer))
    talk.hold(*judge_dropout(talk.graph, _draws(talk, answer), talk.places))
    errors: dict[str, float] = {}
    for step, moved in enumerate(answer["moved"]):
        errors |= _updates(talk, step, moved)
        errors |= judge_statistics(talk, step, moved, answer["kept"][step])
    _losses(talk, expected, answer["losses"])
    return errors


def _explained(
    talk: Talk, finding: Finding | None, answer: dict[str, Any]
) -> Finding | None:
    """A difference of values, with the randomness drawn before it."""
    if finding is None:
        return None
    early = displaced(talk.graph, finding.node, answer["draws"])
    if early:
        message = f"the dropout that should follow it, {early}, stands before it"
        return replace(finding, message=message, expected={}, found={}, error=None)
    if answer["own"]:
        message = f"{finding.message}; {UNJUDGED}, is drawn before it"
        return replace(finding, message=message)
    return finding


def _draws(talk: Talk, answer: dict[str, Any]) -> dict[str, Any]:
    """The draws of the network in training, each with its law."""
    if not (answer["draws"] or answer["own"] or answer["drops"]):
        return answer
    talk.worker.ask("seed", number=talk.options.seed)
    passes = passes_of(talk.graph, talk.options.batch)
    return talk.worker.ask("dropout", rates=rates_of(talk.graph), **passes)


def _updates(talk: Talk, step: int, moved: dict[str, Any]) -> dict[str, float]:
    """The errors of the change of each trained parameter in a step."""
    owners = owners_of(talk.graph)
    # Without a gradient an optimiser skips a parameter, including its weight decay.
    taking_part = tensors_in_training(talk.graph)
    params = {name: one for name, one in moved.items() if name in taking_part}
    errors = errors_of(params, global_norm(params.values()))
    wrong = too_large(errors)
    if wrong and not step:
        last = max(owners[name].index for name in wrong)
        talk.hold(first_astray(talk, "train", "train", last))
        noun = "the update"
        talk.hold(last_wrong(talk.graph, "train", params, wrong, noun, talk.places))
    for name, error in wrong.items():
        noun = f"the second update of {name}"
        one = params[name]
        talk.hold(finding_of("train", noun, owners[name], one, error, talk.places))
    return errors


def _losses(talk: Talk, expected: ExpectedTraining, losses: list[float]) -> None:
    for step, (found, right) in enumerate(zip(losses, expected.losses, strict=True)):
        if not abs(found - right) <= TOLERANCE * expected.size:
            message = (
                f"the loss before step {step + 1} is {found:.10g}, not {right:.10g}"
            )
            talk.hold(talk.places.finding("train", message))
