"""Level ``shape``: tensors, counts, and the shape of every node's value."""

import os

from archspec.proof.levels.forward import run_forward
from archspec.proof.levels.init import sample_initial
from archspec.proof.report import LevelResult
from archspec.proof.talk import Talk
from archspec.proof.tensors import judge_counts, judge_tensors, judge_tied
from archspec.proof.trace import RANDOM


def prove_shape(talk: Talk) -> LevelResult:
    """Load the file, give it its weights and run it once. Raises Differs."""
    graph, file = talk.graph, talk.file
    talk.expected.wait()
    talk.worker.ask("seed", number=talk.options.seed)
    answer = talk.worker.ask(
        "load",
        source=file.source,
        filename=file.name,
        path="" if file.emitted else os.path.abspath(file.name),
        name=file.network,
        exact=file.exact,
        params={} if file.emitted else dict(talk.params),
    )
    if "unbuilt" in answer:
        message, line = answer["unbuilt"], answer["line"]
        talk.hold(talk.places.finding("shape", message, None, line))
    talk.takes = frozenset(answer["takes"])
    tensors = judge_tensors(graph, answer, talk.options.rules, talk.places)
    talk.hold(*tensors.findings)
    sample_initial(talk, tensors.names)
    random = [node.owner for node in graph.nodes if node.kind in RANDOM]
    assigned = talk.worker.ask("assign", names=tensors.names, random=random)
    talk.hold(*judge_tied(graph, assigned["lost"], talk.places))
    talk.hold(*(talk.places.finding("shape", t) for t in judge_counts(graph, answer)))
    tracer, traced = run_forward(talk, "shape")
    talk.hold(tracer.shape(traced, talk.places))
    return LevelResult("shape", True, compared=len(tracer.nodes))
