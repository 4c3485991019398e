"""Level ``forward`` at another size, and with other constructor arguments."""

from collections.abc import Generator
from contextlib import contextmanager

from archspec.proof.backend_proof import BackendProof, Differs, outputs_of
from archspec.proof.judgement.places import Places
from archspec.proof.judgement.trace import Tracer, random_layers
from archspec.proof.naming.tensors import judge_counts, judge_tensors, name_tensors
from archspec.proof.processes.process import WorkerError
from archspec.proof.reports.report import Level, Trial
from archspec.proof.variants.variant import Variant
from archspec.record import replace
from archspec.weights.names.rename import rule

_UNTRAINED = "its effect in training was not compared"


def prove_variants(proof: BackendProof, tolerance: float) -> None:
    """Compare one example of each variant, to ``tolerance``. Raises Differs."""
    _try(proof, proof.variants.size(), proof.sizes, tolerance)
    for variant in proof.variants.arguments(proof.takes):
        _try(proof, variant, proof.arguments, tolerance)


def _try(
    proof: BackendProof, variant: Variant, trials: list[Trial], tolerance: float
) -> None:
    """Prove a variant, if possible, and add it to ``trials``."""
    name, value = variant.name, variant.value
    if variant.graph is None:
        trials.append(Trial(name, value, None, variant.why))
        return
    if proof.file.call is not None and proof.file.call.sized:
        why = "the call has arrays of fixed sizes"
        trials.append(Trial(name, value, None, why))
        return
    trials.append(Trial(name, value, False))
    with naming(variant, "forward"):
        _prove(proof, variant, tolerance)
    trials[-1] = Trial(name, value, True, _UNTRAINED if variant.training else "")


@contextmanager
def naming(variant: Variant, level: Level | None = None) -> Generator[None]:
    """Make findings and errors inside name the variant.

    Findings get ``level``, if it is given.
    """
    where = f"{'with' if variant.name else 'at'} {variant.value}"
    try:
        yield
    except Differs as difference:
        raise Differs(
            [
                replace(
                    one, level=level or one.level, message=f"{where}: {one.message}"
                )
                for one in difference.findings
            ]
        ) from None
    except WorkerError as error:
        raise WorkerError(f"{where}: {error}", error.late, error.answer) from None


def switch(proof: BackendProof, variant: Variant, folder: str) -> Places:
    """Switch the worker to ``variant``, whose `Store` is in ``folder``.

    Returns its `Places`. Raises Differs if it has other tensors.
    """
    graph, places = variant.graph, proof.places
    assert graph is not None
    places = places.of(graph)
    places.lines, places.around = proof.places.lines, proof.places.around
    answer = proof.worker.ask(
        "switch", folder=folder, arguments=variant.arguments, outputs=outputs_of(graph)
    )
    if "same" in answer:
        return places
    found = [rule(text) for text in proof.map]
    options = replace(proof.options, rules=[*proof.options.rules, *found])
    tensors = name_tensors(graph, answer, options)
    proof.layers = {**proof.layers, **tensors.layers}
    proof.raise_if_any(*judge_tensors(graph, answer, tensors, places))
    counts = judge_counts(graph, answer, tensors)
    proof.raise_if_any(*(places.finding("forward", count) for count in counts))
    random = random_layers(graph)
    proof.worker.ask("assign", names=tensors.names, random=random)
    return places


def _prove(proof: BackendProof, variant: Variant, tolerance: float) -> None:
    graph = variant.graph
    assert graph is not None
    values = proof.variants.values_of(variant)
    places = switch(proof, variant, values.folder)
    tracer = Tracer(graph, "inference", "forward", tolerance, values.described, 1)
    answer = proof.trace(tracer, "forward", places)
    proof.raise_if_any(tracer.judge(answer, places).finding)
    proof.worker.ask("switch_back")
