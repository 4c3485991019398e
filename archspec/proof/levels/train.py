"""Level ``train``: training mode, also with other values of the arguments."""

from archspec.proof.backend_proof import BackendProof
from archspec.proof.expectation.few_values import FEWEST, too_few
from archspec.proof.expectation.input_gradients import input_gradients
from archspec.proof.judgement.gradients import TOLERANCE
from archspec.proof.levels.forms import prove_forms
from archspec.proof.levels.steps import prove_steps
from archspec.proof.levels.variants import naming, switch
from archspec.proof.reports.report import LevelResult, Trial
from archspec.proof.variants.variant import Variant
from archspec.record import replace


def prove_train(proof: BackendProof) -> LevelResult:
    """Compare values, losses, updates and running statistics. Raises Differs."""
    errors = prove_steps(proof)
    prove_forms(proof, "train", TOLERANCE)
    proof.known += input_gradients(proof.backend, proof.graph)
    # Level forward listed a trial for each of them, in this order.
    for place, variant in enumerate(proof.variants.arguments(proof.takes)):
        if variant.training and proof.arguments[place].ok:
            proof.arguments[place] = Trial(variant.name, variant.value, False)
            why = _prove_variant(proof, variant)
            proof.arguments[place] = Trial(variant.name, variant.value, True, why)
    worst = max(errors, key=errors.__getitem__, default="")
    return LevelResult("train", True, len(errors), errors.get(worst), worst)


def _prove_variant(proof: BackendProof, variant: Variant) -> str:
    """Train a variant. Returns why it cannot be compared, or "". Raises Differs."""
    assert variant.graph is not None
    few = too_few(variant.graph, proof.options.batch)
    if few is not None:
        return f"{few.path} sees fewer than {FEWEST} values per channel in training"
    expected = proof.variants.in_training(variant)
    expected.train()  # writes the store for the worker
    with naming(variant):
        places = switch(proof, variant, expected.folder)
        prove_steps(replace(proof, expected=expected, places=places, known=[]))
        proof.worker.ask("switch_back")
    return ""
