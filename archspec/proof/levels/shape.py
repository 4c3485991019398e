"""Level ``shape``: tensors, counts, and the shape of every node's value."""

import os
from collections.abc import Mapping
from typing import Any

from archspec.graph.nodes import GraphNode
from archspec.proof.backend_proof import BackendProof, outputs_of
from archspec.proof.judgement.trace import random_layers
from archspec.proof.levels.forward import run_forward
from archspec.proof.levels.init import sample_initial
from archspec.proof.naming.order import Match, rules_of
from archspec.proof.naming.reorder import reorder
from archspec.proof.naming.tensors import (
    Tensors,
    judge_counts,
    judge_tensors,
    judge_tied,
    matched,
    name_tensors,
)
from archspec.proof.reports.report import LevelResult


def prove_shape(proof: BackendProof) -> LevelResult:
    """Load the file, set its weights and run it once. Raises Differs."""
    graph, file = proof.graph, proof.file
    proof.expected.wait()
    proof.worker.ask("seed", number=proof.options.seed)
    answer = proof.worker.ask(
        "load",
        source=file.source,
        filename=file.name,
        path="" if file.emitted else os.path.abspath(file.name),
        name=file.network,
        exact=file.exact,
        params={} if file.emitted else dict(proof.params),
        interface=_interface(proof),
    )
    proof.places.sources.add(answer["files"])
    if "unbuilt" in answer:
        message, line = answer["unbuilt"], answer["line"]
        proof.raise_if_any(proof.places.finding("shape", message, None, line))
    proof.takes = frozenset(answer["takes"])
    tensors = name_tensors(graph, answer, proof.options)
    proof.ignored += tensors.ignored
    proof.name_layers(tensors.layers, answer)
    proof.raise_if_any(*judge_tensors(graph, answer, tensors, proof.places))
    sample_initial(proof, tensors.names)
    assigned = _assign(proof, tensors)
    proof.raise_if_any(*judge_tied(graph, assigned["lost"], proof.places))
    proof.raise_if_any(
        *(
            proof.places.finding("shape", t)
            for t in judge_counts(graph, answer, tensors)
        )
    )
    if tensors.match is not None:
        _assign_by_order(proof, tensors, tensors.match, answer)
    tracer, traced = run_forward(proof, "shape")
    proof.raise_if_any(tracer.shape(traced, proof.places))
    proof.ignored += traced["left_out"]
    return LevelResult("shape", True, compared=len(tracer.nodes))


def _assign(proof: BackendProof, tensors: Tensors) -> dict[str, Any]:
    """Set the weights of the network."""
    random = random_layers(proof.graph)
    return proof.worker.ask("assign", names=tensors.names, random=random)


def _assign_by_order(
    proof: BackendProof, tensors: Tensors, match: Match, answer: Mapping[str, Any]
) -> None:
    """Set the weights with the names that the values show, and record these names."""

    def attempt(match: Match) -> GraphNode | None:
        _assign(proof, matched(tensors, match))
        proof.answers.pop("forward", None)
        tracer, traced = run_forward(proof, "shape")
        return tracer.first_wrong(traced)

    found = matched(tensors, reorder(match, attempt))
    proof.name_layers(found.layers, answer)
    if found.names != tensors.names:
        sample_initial(proof, found.names)
    new = {found.renamed[given]: name for given, name in found.names.items()}
    proof.map += rules_of(new)


def _interface(proof: BackendProof) -> dict[str, Any]:
    """The call of the network, and its outputs in each mode."""
    graph, file = proof.graph, proof.file
    return {
        "inputs": list(graph.inputs),
        "outputs": outputs_of(graph),
        "call": file.call.plain() if file.call else {},
        "ignore": [] if file.emitted else list(proof.options.ignore),
    }
