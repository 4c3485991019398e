"""The tensors of a file against those of the graph: names, shapes, what is trained."""

from collections.abc import Mapping, Sequence
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops import spell
from archspec.proof.gradients import owners_of
from archspec.proof.places import Places
from archspec.proof.report import Finding, Level
from archspec.record import record
from archspec.text.problems import suggest
from archspec.weights.rename import Rules, rename


@record
class Tensors:
    """What was found.

    Attributes:
        names: the spec's name of every tensor of the file.
        findings: what does not fit, in the order of the network.
    """

    names: dict[str, str]
    findings: list[Finding]


def judge_tensors(
    graph: Graph, answer: Mapping[str, Any], rules: Rules, places: Places
) -> Tensors:
    """Compare the tensors that a worker listed with those of ``graph``."""
    names = {name: rename(name, rules) for name in answer["tensors"]}
    places.lines = {
        rename(f"{path}.", rules).rstrip("."): line
        for path, line in answer["lines"].items()
    }
    owners = owners_of(graph)
    found: dict[str, str] = {}
    messages: list[tuple[GraphNode | None, str, int]] = []
    for given, name in names.items():
        if name in found:
            text = f"both {found[name]} and {given} are named {name}"
            messages.append((owners.get(name), text, 0))
        found[name] = given
    missing = [name for name in graph.tensors if name not in found]
    for name, info in graph.tensors.items():
        if name in missing:
            near = suggest(name, [n for n in found if n not in graph.tensors])
            text = f"the file has no tensor {name} {spell(info.shape)}"
            messages.append((owners[name], f"{text}; {near}" if near else text, 0))
            continue
        tensor = answer["tensors"][found[name]]
        shape, trained = tuple(tensor["shape"]), tensor["trained"]
        if shape != info.shape:
            text = f"{name} is {spell(shape)} in the file, not {spell(info.shape)}"
            messages.append((owners[name], text, 0))
        elif trained != (info.role == "param"):
            role = "takes no gradient" if info.role == "param" else "is trained"
            messages.append((owners[name], f"{name} {role} in the file", 0))
    for name, given in found.items():
        if name not in graph.tensors:
            near = suggest(name, missing)
            text = f"the file has a tensor {given} that the spec has not"
            line = places.lines.get(name.rpartition(".")[0], 0)
            messages.append(
                (_owner(graph, name), f"{text}; {near}" if near else text, line)
            )
    messages.sort(key=lambda one: one[0].index if one[0] else len(graph.nodes))
    findings = [places.finding("shape", text, at, line) for at, text, line in messages]
    return Tensors(names, findings)


def judge_counts(graph: Graph, answer: Mapping[str, Any]) -> list[str]:
    """Totals that differ though every tensor fits: values that are not in the file's list."""
    wrong: list[str] = []
    for noun, count in (
        ("params", graph.param_count),
        ("buffers", graph.buffer_count),
    ):
        if answer[noun] != count:
            wrong.append(f"{answer[noun]:,} {noun} in the file, not {count:,}")
    return wrong


def judge_tied(
    graph: Graph,
    lost: Mapping[str, Sequence[str]],
    places: Places,
    level: Level = "shape",
) -> list[Finding]:
    """Findings for tensors that do not keep what they were given.

    ``lost`` lists those that were given what they hold instead.
    """
    owners = owners_of(graph)
    findings: list[Finding] = []
    for name, others in lost.items():
        first, last = name, name
        text = f"{name} does not keep the values that it is given"
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
    """The node that a tensor unknown to the spec would belong to."""
    path = name.rpartition(".")[0]
    return next((node for node in graph.nodes if node.owner == path), None)
