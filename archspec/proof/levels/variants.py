"""At level ``forward``: another size, and other values of the constructor's arguments."""

from archspec.proof.process import WorkerError
from archspec.proof.report import Trial
from archspec.proof.talk import Differs, Talk, outputs_of
from archspec.proof.tensors import judge_counts, judge_tensors, name_tensors
from archspec.proof.trace import RANDOM, Tracer
from archspec.proof.variants.variant import Variant
from archspec.record import replace
from archspec.weights.rename import rule


def prove_variants(talk: Talk, tolerance: float) -> None:
    """Compare one example of each variant, to ``tolerance``. Raises Differs."""
    _try(talk, talk.variants.size(), talk.sizes, tolerance)
    for variant in talk.variants.arguments(talk.takes):
        _try(talk, variant, talk.arguments, tolerance)


def _try(talk: Talk, variant: Variant, trials: list[Trial], tolerance: float) -> None:
    """Prove a variant, if it can be, and list it among ``trials``."""
    name, value = variant.name, variant.value
    if variant.graph is None:
        trials.append(Trial(name, value, None, variant.why))
        return
    if talk.file.call is not None and talk.file.call.sized:
        why = "the call has arrays of fixed sizes"
        trials.append(Trial(name, value, None, why))
        return
    where = f"{'with' if name else 'at'} {value}"
    trials.append(Trial(name, value, False))
    try:
        _prove(talk, variant, tolerance)
    except Differs as difference:
        raise Differs(
            [
                replace(one, level="forward", message=f"{where}: {one.message}")
                for one in difference.findings
            ]
        ) from None
    except WorkerError as error:
        raise WorkerError(f"{where}: {error}", error.late, error.answer) from None
    trials[-1] = Trial(name, value, True, variant.why)


def _prove(talk: Talk, variant: Variant, tolerance: float) -> None:
    graph, places = variant.graph, talk.places
    assert graph is not None
    laid = talk.variants.lay(variant)
    places = places.of(graph)
    places.lines, places.around = talk.places.lines, talk.places.around
    answer = talk.worker.ask(
        "turn",
        folder=laid.folder,
        arguments=variant.arguments,
        outputs=outputs_of(graph),
    )
    if variant.arguments is not None:
        found = [rule(text) for text in talk.map]
        options = replace(talk.options, rules=[*talk.options.rules, *found])
        tensors = name_tensors(graph, answer, options)
        talk.layers = {**talk.layers, **tensors.layers}
        talk.hold(*judge_tensors(graph, answer, tensors, places))
        counts = judge_counts(graph, answer, tensors)
        talk.hold(*(places.finding("forward", count) for count in counts))
        random = [node.owner for node in graph.nodes if node.kind in RANDOM]
        talk.worker.ask("assign", names=tensors.names, random=random)
    tracer = Tracer(graph, "inference", "forward", tolerance, laid.described, 1)
    answer = talk.trace(tracer, "forward", places)
    talk.hold(tracer.judge(answer, places).finding)
    talk.worker.ask("back")
