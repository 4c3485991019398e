"""Level ``train``: training mode, also with other values of the arguments."""

from archspec.proof.expectation.few import FEWEST, too_few
from archspec.proof.expectation.leading import leading
from archspec.proof.judgement.gradients import TOLERANCE
from archspec.proof.levels.forms import prove_forms
from archspec.proof.levels.steps import prove_steps
from archspec.proof.levels.variants import naming, turn
from archspec.proof.reports.report import LevelResult, Trial
from archspec.proof.talk import Talk
from archspec.proof.variants.variant import Variant
from archspec.record import replace


def prove_train(talk: Talk) -> LevelResult:
    """Compare values, losses, updates and running statistics. Raises Differs."""
    errors = prove_steps(talk)
    prove_forms(talk, "train", TOLERANCE)
    talk.known += leading(talk.backend, talk.graph)
    # Level forward listed a trial for each of them, in this order.
    for place, variant in enumerate(talk.variants.arguments(talk.takes)):
        if variant.training and talk.arguments[place].ok:
            talk.arguments[place] = Trial(variant.name, variant.value, False)
            why = _prove_variant(talk, variant)
            talk.arguments[place] = Trial(variant.name, variant.value, True, why)
    worst = max(errors, key=errors.__getitem__, default="")
    return LevelResult("train", True, len(errors), errors.get(worst), worst)


def _prove_variant(talk: Talk, variant: Variant) -> str:
    """Train a variant. Returns why it cannot be compared, or "". Raises Differs."""
    assert variant.graph is not None
    few = too_few(variant.graph, talk.options.batch)
    if few is not None:
        return f"{few.path} sees fewer than {FEWEST} values per channel in training"
    expected = talk.variants.in_training(variant)
    expected.train()  # writes the store for the worker
    with naming(variant):
        places = turn(talk, variant, expected.folder)
        prove_steps(replace(talk, expected=expected, places=places, known=[]))
        talk.worker.ask("back")
    return ""
