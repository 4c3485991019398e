"""Matches tensors with different names in a file to those of the spec by order.

A layer of the file matches a layer of the spec if their tensors have the same shapes;
the first one of the file matches the first one of the spec. If several have the same
shapes, values show whether the order is correct; see `archspec.proof.naming.reorder`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from archspec.graph.nodes import Graph
from archspec.record import record

LEAVES = ("weight", "bias", "running_mean", "running_var")

# The sorted shapes of a layer's tensors, and whether each is trained.
TensorShapes: TypeAlias = tuple[tuple[tuple[int, ...], bool], ...]
# The shape of each tensor of a layer, and whether it is trained, by its full name.
LayerTensors: TypeAlias = dict[str, tuple[tuple[int, ...], bool]]


@record
class Match:
    """Pairs of layers of the file and of the spec.

    Attributes:
        file: the layers of the file by path.
        spec: the layers of the spec by path.
        pairs: the path in the file for each path in the spec that has a pair.
    """

    file: Mapping[str, LayerTensors]
    spec: Mapping[str, LayerTensors]
    pairs: Mapping[str, str]

    def names(self) -> dict[str, str]:
        """The spec's name for every tensor of the file in a pair."""
        found: dict[str, str] = {}
        for spec, file in self.pairs.items():
            found |= _leaves(self.file[file], self.spec[spec])
        return found

    def layers(self) -> dict[str, str]:
        """The path in the spec for every layer of the file in a pair."""
        return {file: spec for spec, file in self.pairs.items()}

    def alike(self, path: str) -> list[str]:
        """The other paths of the spec whose tensors have the same shapes as at
        ``path``.
        """
        if path not in self.pairs:
            return []
        own = _signature(self.spec[path])
        return [
            other
            for other in self.pairs
            if other != path and _signature(self.spec[other]) == own
        ]

    def swapped(self, one: str, other: str) -> "Match":
        """The match with the layers of the file for two paths of the spec exchanged."""
        pairs = {**self.pairs, one: self.pairs[other], other: self.pairs[one]}
        return Match(self.file, self.spec, pairs)


def match_by_order(
    graph: Graph, tensors: Mapping[str, Any], names: Mapping[str, str]
) -> Match:
    """Match the layers of a file, in the order of their construction, to the spec's.

    Args:
        graph: the network.
        tensors: the tensors of the file in that order: {"shape": ..., "trained": ...}.
        names: their names so far; layers that match by name stay in pairs.
    """
    file: dict[str, LayerTensors] = {}
    for given, name in names.items():
        info = tensors[given]
        layer = file.setdefault(_layer(name), {})
        layer[given] = (tuple(info["shape"]), bool(info["trained"]))
    spec: dict[str, LayerTensors] = {}
    for name, info in graph.tensors.items():
        layer = spec.setdefault(_layer(name), {})
        layer[name] = (info.shape, info.role == "param")
    pairs = {path: path for path in spec if file.get(path) == _named(spec[path], names)}
    waiting: dict[TensorShapes, list[str]] = {}
    for path, layer in file.items():
        if path not in pairs:
            waiting.setdefault(_signature(layer), []).append(path)
    for path, layer in spec.items():
        found = waiting.get(_signature(layer))
        if path not in pairs and found:
            pairs[path] = found.pop(0)
    return Match(file, spec, pairs)


def rules_of(names: Mapping[str, str]) -> list[str]:
    """Rules ``REGEX=REPL`` that, one after the other, rename every key to its value."""
    by_layer: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for old, new in names.items():
        if old != new:
            by_layer.setdefault((_layer(old), _layer(new)), []).append((old, new))
    pairs: list[tuple[str, str]] = []
    for (old, new), tensors in by_layer.items():
        below = [name for name in names if name.startswith(f"{old}.")]
        prefixed = len(below) == len(tensors) and all(
            a[len(old) :] == b[len(new) :] for a, b in tensors
        )
        pairs += [(f"{old}.", f"{new}.")] if prefixed else tensors
    rules = [(f"^{re.escape(a)}{_end(a)}", b) for a, b in pairs]
    if not _right(rules, names):
        # Through unused names: one rule must not match the result of another.
        first = [
            (f"^{re.escape(a)}{_end(a)}", f"~{n}~") for n, (a, _) in enumerate(pairs)
        ]
        rules = first + [(f"^~{n}~", b) for n, (_, b) in enumerate(pairs)]
    return [f"{pattern}={new}" for pattern, new in rules]


def _end(name: str) -> str:
    """The end of a pattern: all tensors of a layer, or the end of a name."""
    return "" if name.endswith(".") else "$"


def _right(rules: Iterable[tuple[str, str]], names: Mapping[str, str]) -> bool:
    listed = list(rules)
    for old, new in names.items():
        name = old
        for pattern, replacement in listed:
            name = re.sub(pattern, replacement, name)
        if name != new:
            return False
    return True


def _layer(name: str) -> str:
    """The path of a tensor's layer; its own name if it has none."""
    path, _, leaf = name.rpartition(".")
    return path if leaf in LEAVES else name


def _named(layer: LayerTensors, names: Mapping[str, str]) -> LayerTensors:
    """``layer`` of the spec, by the file's names for its tensors."""
    given = {name: old for old, name in names.items()}
    return {given.get(name, name): info for name, info in layer.items()}


def _signature(layer: LayerTensors) -> TensorShapes:
    return tuple(sorted(layer.values()))


def _leaves(file: LayerTensors, spec: LayerTensors) -> dict[str, str]:
    """The pairs of tensors of two layers: by their last words, else by their shapes."""
    found: dict[str, str] = {}
    left: Sequence[str] = list(spec)
    for rest in (False, True):
        for old, info in file.items():
            fits = [
                new
                for new in left
                if spec[new] == info and (rest or _leaf(new) == _leaf(old))
            ]
            if old not in found and fits:
                found[old] = fits[0]
                left = [new for new in left if new != fits[0]]
    return found


def _leaf(name: str) -> str:
    return name.rpartition(".")[2]
