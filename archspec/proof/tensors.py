"""The tensors of a file against those of the graph: names, shapes, what is trained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops import spell
from archspec.proof.gradients import owners_of
from archspec.proof.places import Places
from archspec.proof.report import Finding
from archspec.text.problems import suggest
from archspec.weights.rename import Rules, rename


@dataclass(frozen=True)
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
    messages: list[tuple[GraphNode | None, str]] = []
    for given, name in names.items():
        if name in found:
            messages.append(
                (owners.get(name), f"both {found[name]} and {given} are named {name}")
            )
        found[name] = given
    missing = [name for name in graph.tensors if name not in found]
    for name, info in graph.tensors.items():
        if name in missing:
            near = suggest(name, [n for n in found if n not in graph.tensors])
            text = f"the file has no tensor {name} {spell(info.shape)}"
            messages.append((owners[name], f"{text}; {near}" if near else text))
            continue
        tensor = answer["tensors"][found[name]]
        shape, trained = tuple(tensor["shape"]), tensor["trained"]
        if shape != info.shape:
            text = f"{name} is {spell(shape)} in the file, not {spell(info.shape)}"
            messages.append((owners[name], text))
        elif trained != (info.role == "param"):
            role = "takes no gradient" if info.role == "param" else "is trained"
            messages.append((owners[name], f"{name} {role} in the file"))
    for name, given in found.items():
        if name not in graph.tensors:
            near = suggest(name, missing)
            text = f"the file has a tensor {given} that the spec has not"
            node = _owner(graph, name)
            messages.append((node, f"{text}; {near}" if near else text))
    messages.sort(key=lambda pair: pair[0].index if pair[0] else len(graph.nodes))
    findings = [places.finding("shape", text, node) for node, text in messages]
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


def judge_tied(graph: Graph, lost: Sequence[str], places: Places) -> list[Finding]:
    """Findings for tensors that did not keep what they were given."""
    owners = owners_of(graph)
    text = "{} shares its memory with another tensor of the file"
    return [places.finding("shape", text.format(n), owners[n]) for n in lost]


def _owner(graph: Graph, name: str) -> GraphNode | None:
    """The node that a tensor unknown to the spec would belong to."""
    path = name.rpartition(".")[0]
    return next((node for node in graph.nodes if node.owner == path), None)
