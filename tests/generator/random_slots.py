"""The places of nodes in a spec as data, and the names visible there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.generator.random_numbers import Names
from tests.generator.random_windows import Node

Json = dict[str, Any]
TYPES = {bool: "flags", int: "ints", float: "floats", list: "lists", str: "words"}


@dataclass(frozen=True)
class Slot:
    """The place of a node: ``holder[key]`` is it.

    ``around`` has the repeats that it stands in, and ``owner`` is the block or the
    file.
    """

    holder: Any
    key: Any
    owner: Json
    around: tuple[Json, ...] = field(default=())

    @property
    def node(self) -> Node:
        return self.holder[self.key]

    @property
    def op(self) -> str:
        return self.node if isinstance(self.node, str) else self.node["op"]

    def full(self) -> Json:
        """The node as a mapping, which also replaces it in the spec."""
        if isinstance(self.node, str):
            self.holder[self.key] = {"op": self.node}
        return self.holder[self.key]


def classes(spec: Json) -> list[Json]:
    """The file and its blocks."""
    return [spec, *spec.get("blocks", {}).values()]


def slots(spec: Json) -> list[Slot]:
    """The places of all nodes."""
    return [slot for owner in classes(spec) for slot in _within(owner, "body", owner)]


def bodies(spec: Json) -> list[Slot]:
    """The places of all bodies, and those of single nodes that a body may replace."""
    nodes = [slot for slot in slots(spec) if isinstance(slot.node, dict)]
    held = [
        Slot(
            slot.node,
            "body",
            slot.owner,
            slot.around + (slot.node,) * (slot.op == "repeat"),
        )
        for slot in nodes
        if "body" in slot.node
    ]
    shortcuts = [
        Slot(slot.node, "shortcut", slot.owner, slot.around)
        for slot in nodes
        if "shortcut" in slot.node
    ]
    branches = [
        Slot(slot.node["branches"], number, slot.owner, slot.around)
        for slot in nodes
        for number in range(len(slot.node.get("branches") or ()))
    ]
    own = (Slot(owner, "body", owner) for owner in classes(spec))
    return [*own, *held, *shortcuts, *branches]


def _within(
    holder: Any, key: Any, owner: Json, around: tuple[Json, ...] = ()
) -> Iterator[Slot]:
    """The nodes within a body, a branch or a node at ``holder[key]``."""
    held = holder[key]
    if isinstance(held, str) or "op" in held:
        yield from _node(Slot(holder, key, owner, around))
        return
    for item in list(held) if isinstance(held, dict) else range(len(held)):
        yield from _node(Slot(held, item, owner, around))


def _node(slot: Slot) -> Iterator[Slot]:
    yield slot
    node = slot.node
    if isinstance(node, str):
        return
    around = (*slot.around, node) if node["op"] == "repeat" else slot.around
    for key in ("body", "shortcut"):
        if key in node:
            yield from _within(node, key, slot.owner, around)
    branches = node.get("branches") or []
    for number in range(len(branches)):
        yield from _within(branches, number, slot.owner, around)


def readable(owner: Json, spec: Json) -> list[str]:
    """The names in a class that a node may read if it stands where it sees them."""
    blocks = spec.get("blocks", {})
    given = owner["input"] if "input" in owner else owner.get("inputs", ["x"])
    found = list(given) if isinstance(given, dict) or "x" in given else ["input"]
    found = ["input"] if found == ["x"] else [str(name) for name in found]
    for slot in _within(owner, "body", owner):
        if not isinstance(slot.key, str) or slot.key in ("body", "shortcut"):
            continue
        outputs = blocks.get(slot.op, {}).get("outputs", {})
        several = [f"{slot.key}.{name}" for name in outputs]
        found += several if len(several) > 1 else [slot.key]
    return found


def names_at(owner: Json, around: tuple[Json, ...] = ()) -> Names:
    """The names that expressions may use there, by type."""
    names = Names(["in_channels"])
    for name, default in owner.get("params", {}).items():
        kind = TYPES[type(default)]
        if isinstance(default, str) and default in ("int", "float", "bool", "str"):
            kind = {"int": "ints", "float": "floats", "bool": "flags"}.get(
                default, "words"
            )
        if default == "[int]" or (
            isinstance(default, list) and type(default[0]) is int
        ):
            kind = "lists"
        elif isinstance(default, list) or f"{default}".startswith("["):
            continue  # no list of numbers
        getattr(names, kind).append(name)
    lets = {"middle": names.ints, "wide": names.flags, "pair": names.lists}
    for name in owner.get("let", {}):
        if name in lets:
            lets[name].append(name)
    names.ints += [f"({repeat.get('index', 'i')} + 1)" for repeat in around]
    return names
