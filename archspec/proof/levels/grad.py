"""Level ``grad``: gradients in evaluation mode, of parameters and inputs."""

from archspec.proof.judgement.gradients import (
    TOLERANCE,
    errors_of,
    finding_of,
    global_norm,
    last_wrong,
    owners_of,
    too_large,
)
from archspec.proof.judgement.slopes import first_astray
from archspec.proof.reports.report import LevelResult
from archspec.proof.talk import Talk


def prove_grad(talk: Talk) -> LevelResult:
    """Compare the gradients of a fixed loss with the reference's. Raises Differs.

    The reference's gradients are compared with central differences on a sample.
    """
    checked = talk.expected.grad()
    if not checked.ok:
        message = f"the reference disagrees with differences at {checked.where}"
        talk.hold(talk.places.finding("grad", message, error=checked.worst))
    answer = talk.worker.ask("grad")
    params, inputs = answer["params"], answer["inputs"]
    whole = global_norm([*params.values(), *inputs.values()])
    errors = errors_of(params, whole)
    wrong = too_large(errors)
    if wrong:
        last = max(owners_of(talk.graph)[name].index for name in wrong)
        talk.hold(first_astray(talk, "grad", "inference", last))
        talk.hold(
            last_wrong(talk.graph, "grad", params, wrong, "the gradient", talk.places)
        )
    for name, number in zip(talk.graph.inputs, inputs, strict=True):
        error = errors_of({name: inputs[number]}, whole)[name]
        if error > TOLERANCE:
            node = talk.graph.nodes[talk.graph.inputs[name]]
            talk.hold(first_astray(talk, "grad", "inference", 0))
            noun = f"the gradient with respect to the input {name}"
            talk.hold(
                finding_of("grad", noun, node, inputs[number], error, talk.places)
            )
        errors[name] = error
    worst = max(errors, key=errors.__getitem__)
    return LevelResult("grad", True, len(errors), errors[worst], worst)
