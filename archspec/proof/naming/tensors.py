"""Compares the tensors of a file with those of the graph: names, shapes, roles."""

import re
from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, TypeAlias

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops import spell
from archspec.proof.judgement.gradients import owners_of
from archspec.proof.judgement.places import Places
from archspec.proof.naming.half_norms import half_norm
from archspec.proof.naming.order import Match, match_by_order
from archspec.proof.options import Options
from archspec.proof.reports.report import Finding, Level
from archspec.record import record
from archspec.text.problems import suggest
from archspec.weights.names.rename import rename

# The node, if any, the message, and the line of the file.
_Message: TypeAlias = "tuple[GraphNode | None, str, int]"


@record
class Tensors:
    """The names of the tensors of a file.

    Attributes:
        renamed: every tensor of the file by its name after the rules.
        names: the spec's name for every tensor of the file.
        layers: the spec's path for every layer of the file.
        ignored: the names of tensors of the file that do not count.
        match: the match by order, if there is one.
    """

    renamed: dict[str, str]
    names: dict[str, str]
    layers: dict[str, str]
    ignored: list[str]
    match: Match | None = None


def name_tensors(graph: Graph, answer: Mapping[str, Any], options: Options) -> Tensors:
    """Find the name of each tensor that a worker listed."""
    rules = options.rules
    names = {name: rename(name, rules) for name in answer["tensors"]}
    ignored = [
        given
        for given, name in names.items()
        if name not in graph.tensors
        and any(re.search(pattern, given) for pattern in options.ignore)
    ]
    names = {given: names[given] for given in names if given not in ignored}
    # A layer without a name after the rules keeps its own: only the network has none.
    layers = {
        path: rename(f"{path}.", rules).rstrip(".") or path for path in answer["lines"]
    }
    found = Tensors(names, names, layers, ignored)
    if options.match == "name":
        return found
    return matched(found, match_by_order(graph, answer["tensors"], names))


def matched(tensors: Tensors, match: Match) -> Tensors:
    """``tensors`` with the names from ``match``."""
    paths = match.layers()
    return Tensors(
        tensors.renamed,
        {**tensors.renamed, **match.names()},
        {file: paths.get(name, name) for file, name in tensors.layers.items()},
        tensors.ignored,
        match,
    )


def judge_tensors(
    graph: Graph, answer: Mapping[str, Any], tensors: Tensors, places: Places
) -> list[Finding]:
    """The differences between the tensors of the file and ``graph``, in network order."""
    owners = owners_of(graph)
    found: dict[str, str] = {}
    messages: list[_Message] = []
    for given, name in tensors.names.items():
        if name in found:
            text = f"both {found[name]} and {given} are named {name}"
            messages.append((owners.get(name), text, 0))
        found[name] = given
    messages += _of_spec(graph, answer, found)
    messages += _of_file(graph, found, places)
    messages.sort(key=lambda one: one[0].index if one[0] else len(graph.nodes))
    return [places.finding("shape", text, at, line) for at, text, line in messages]


def _of_spec(
    graph: Graph, answer: Mapping[str, Any], found: Mapping[str, str]
) -> list[_Message]:
    """The differences in the tensors of the spec; ``found`` has those of the file."""
    owners = owners_of(graph)
    messages: list[_Message] = []
    for name, info in graph.tensors.items():
        owner = owners[name]
        path, _, leaf = name.rpartition(".")
        if name not in found:
            near = suggest(name, [n for n in found if n not in graph.tensors])
            text = f"the file has no tensor {name} {spell(info.shape)}"
            text = half_norm(owner, leaf, _leaves(found, path), True) or (
                f"{text}; {near}" if near else text
            )
            messages.append((owner, text, 0))
            continue
        tensor = answer["tensors"][found[name]]
        shape, trained = tuple(tensor["shape"]), tensor["trained"]
        if shape != info.shape:
            text = f"{name} is {spell(shape)} in the file, not {spell(info.shape)}"
            messages.append((owner, text, 0))
        elif trained != (info.role == "param"):
            role = "takes no gradient" if info.role == "param" else "is trained"
            messages.append((owner, f"{name} {role} in the file", 0))
    return messages


def _of_file(graph: Graph, found: Mapping[str, str], places: Places) -> list[_Message]:
    """The tensors of the file that are not in the spec."""
    missing = [name for name in graph.tensors if name not in found]
    messages: list[_Message] = []
    for name, given in found.items():
        if name in graph.tensors:
            continue
        path, _, leaf = name.rpartition(".")
        owner = _owner(graph, name)
        near = suggest(name, missing)
        text = f"the file has a tensor {given} that is not in the spec"
        text = f"{text}; {near}" if near else text
        if owner is not None:
            text = half_norm(owner, leaf, _leaves(found, path), False) or text
        messages.append((owner, text, places.lines.get(path, 0)))
    return messages


def _leaves(names: Mapping[str, str], path: str) -> set[str]:
    """The last words of the tensors of a layer."""
    return {name[len(path) + 1 :] for name in names if name.startswith(f"{path}.")}


def judge_counts(
    graph: Graph, answer: Mapping[str, Any], tensors: Tensors
) -> list[str]:
    """Totals that differ although every tensor fits: values missing from the file's
    list.
    """
    wrong: list[str] = []
    for noun, count in (
        ("params", graph.param_count),
        ("buffers", graph.buffer_count),
    ):
        trained = noun == "params"
        ignored = [answer["tensors"][name] for name in tensors.ignored]
        found = answer[noun] - sum(
            prod(one["shape"]) for one in ignored if one["trained"] == trained
        )
        if found != count:
            wrong.append(f"{found:,} {noun} in the file, not {count:,}")
    return wrong


def judge_tied(
    graph: Graph,
    lost: Mapping[str, Sequence[str]],
    places: Places,
    level: Level = "shape",
) -> list[Finding]:
    """Findings for tensors that do not keep the values they were given.

    ``lost`` lists the tensors whose values they have instead.
    """
    owners = owners_of(graph)
    findings: list[Finding] = []
    for name, others in lost.items():
        first, last = name, name
        text = f"{name} does not keep the values that it was given"
        if others:
            first, last = sorted((name, others[0]), key=lambda n: owners[n].index)
            text = f"{last} shares its memory with {first}"
        findings.append(places.finding(level, text, owners[last]))
    return findings


def judge_changed(
    graph: Graph, changed: Sequence[str], places: Places
) -> list[Finding]:
    """Findings for tensors that evaluation changes."""
    owners = owners_of(graph)
    text = "running the network in evaluation mode changes {}"
    return [
        places.finding("forward", text.format(n), owners[n])
        for n in sorted(changed, key=lambda name: owners[name].index)
    ]


def _owner(graph: Graph, name: str) -> GraphNode | None:
    """The node to which an unknown tensor would belong."""
    path = name.rpartition(".")[0]
    return next((node for node in graph.nodes if node.owner == path), None)
