"""Level ``shape``: tensors, counts, and the shape of every node's value."""

import os
from collections.abc import Mapping
from typing import Any

from archspec.graph.nodes import GraphNode
from archspec.proof.judgement.trace import random_layers
from archspec.proof.levels.forward import run_forward
from archspec.proof.levels.init import sample_initial
from archspec.proof.naming.order import Match, rules_of
from archspec.proof.naming.settle import settle
from archspec.proof.naming.tensors import (
    Tensors,
    judge_counts,
    judge_tensors,
    judge_tied,
    matched,
    name_tensors,
)
from archspec.proof.reports.report import LevelResult
from archspec.proof.talk import Talk, outputs_of


def prove_shape(talk: Talk) -> LevelResult:
    """Load the file, set its weights and run it once. Raises Differs."""
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
        way=_way(talk),
    )
    talk.places.sources.add(answer["files"])
    if "unbuilt" in answer:
        message, line = answer["unbuilt"], answer["line"]
        talk.hold(talk.places.finding("shape", message, None, line))
    talk.takes = frozenset(answer["takes"])
    tensors = name_tensors(graph, answer, talk.options)
    talk.ignored += tensors.ignored
    talk.name_layers(tensors.layers, answer)
    talk.hold(*judge_tensors(graph, answer, tensors, talk.places))
    sample_initial(talk, tensors.names)
    assigned = _assign(talk, tensors)
    talk.hold(*judge_tied(graph, assigned["lost"], talk.places))
    talk.hold(
        *(talk.places.finding("shape", t) for t in judge_counts(graph, answer, tensors))
    )
    if tensors.match is not None:
        _settle(talk, tensors, tensors.match, answer)
    tracer, traced = run_forward(talk, "shape")
    talk.hold(tracer.shape(traced, talk.places))
    talk.ignored += traced["left_out"]
    return LevelResult("shape", True, compared=len(tracer.nodes))


def _assign(talk: Talk, tensors: Tensors) -> dict[str, Any]:
    """Set the weights of the network."""
    random = random_layers(talk.graph)
    return talk.worker.ask("assign", names=tensors.names, random=random)


def _settle(
    talk: Talk, tensors: Tensors, match: Match, answer: Mapping[str, Any]
) -> None:
    """Set the weights with the names that the values show, and record these names."""

    def attempt(match: Match) -> GraphNode | None:
        _assign(talk, matched(tensors, match))
        talk.answers.pop("forward", None)
        tracer, traced = run_forward(talk, "shape")
        return tracer.first_wrong(traced)

    found = matched(tensors, settle(match, attempt))
    talk.name_layers(found.layers, answer)
    if found.names != tensors.names:
        sample_initial(talk, found.names)
    new = {found.renamed[given]: name for given, name in found.names.items()}
    talk.map += rules_of(new)


def _way(talk: Talk) -> dict[str, Any]:
    """How to call the network, and its outputs in each mode."""
    graph, file = talk.graph, talk.file
    return {
        "inputs": list(graph.inputs),
        "outputs": outputs_of(graph),
        "call": file.call.plain() if file.call else {},
        "ignore": [] if file.emitted else list(talk.options.ignore),
    }
