"""The names in a file of weights, brought to those of a framework's own file."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

from archspec.record import record
from archspec.weights.errors import Malformed
from archspec.weights.fitting.choice import TABLE
from archspec.weights.names.rename import renamed
from archspec.weights.names.slots import Slot
from archspec.weights.names.symbol import PREFIXES
from archspec.weights.reading import Reading

_SNAPSHOT = "updater/"  # how names of Chainer's trainer begin
_MODEL = "updater/model:"  # and those of its networks
_FEW = 8  # prefixes in a message


@record(eq=False)
class Entry:
    """What a file holds under a name.

    Attributes:
        origin: the name there.
        value: a tensor that is not read yet, or whatever else is there.
    """

    origin: str
    value: object


Entries: TypeAlias = "dict[str, Entry]"


def entries_of(items: Mapping[str, object], reading: Reading, path: str) -> Entries:
    """``items`` by their names after the rules of ``reading``.

    Raises Malformed if a name is no text, WeightsError if two become one.
    """
    if not all(isinstance(name, str) for name in cast("Mapping[Any, object]", items)):
        raise Malformed("a key in it is no text", "say which dict is meant: --key")
    found = {name: Entry(name, value) for name, value in items.items()}
    return renamed(found, reading.map, path)


def structured(items: Mapping[str, object]) -> dict[str, object]:
    """``items`` without Paddle's table of names, and called as that says.

    It leads from the names of a state dict to global ones such as "conv2d_0.w_0", by
    which some files go. Two names of one tensor are both there afterwards.
    """
    result = dict(items)
    table = result.pop(TABLE, None)
    if not isinstance(table, dict):
        return result
    for name, other in cast("dict[Any, Any]", table).items():
        known = isinstance(name, str) and isinstance(other, str)
        if known and name not in items and other in items:
            result[name] = items[other]
            result.pop(other, None)
    return result


def without_prefix(
    items: Mapping[str, object], wanted: Iterable[str]
) -> tuple[str, dict[str, object]]:
    """The part of a trainer's snapshot that is the network, and how its names begin.

    What is beside it is not looked at. Where none fits, it is the only model. Raises Malformed if several parts are such.
    """
    names = list(wanted)
    if not names or not any(name.startswith(_SNAPSHOT) for name in items):
        return "", dict(items)
    found = [
        prefix
        for name in items
        if (prefix := name.removesuffix(names[0])) != name
        and prefix.endswith("/")
        and all(prefix + other in items for other in names)
    ]
    if len(found) > 1:
        several = ", ".join(repr(prefix[:-1]) for prefix in found[:_FEW])
        raise Malformed(
            f"the network may be one of {several}", f"say which: --key {found[0][:-1]}"
        )
    models = {
        "/".join(name.split("/")[:2]) for name in items if name.startswith(_MODEL)
    }
    if not found and len(models) != 1:
        return "", dict(items)
    prefix = found[0] if found else f"{models.pop()}/"
    return prefix[:-1], {
        name.removeprefix(prefix): value
        for name, value in items.items()
        if name.startswith(prefix)
    }


def is_module(entries: Entries) -> bool:
    """Whether they are of a checkpoint of MXNet's Module, or of an exported block."""
    return any(entry.origin.startswith(PREFIXES) for entry in entries.values())


def variable(entry: Entry) -> str:
    """The name that a symbol has for a tensor."""
    return entry.origin[4:] if entry.origin.startswith(PREFIXES) else entry.origin


def dotted(entries: Entries, slots: Iterable[Slot]) -> Entries:
    """The tensors of a symbol, whose names are flat, by those of a Gluon block.

    "aux:layer1_0_bn1_moving_mean" is "layer1.0.bn1.running_mean".
    """
    known: dict[str, str] = {}
    twice: set[str] = set()
    for slot in slots:
        for name in _flat(slot.name):
            if known.setdefault(name, slot.name) != slot.name:
                twice.add(name)
    result: Entries = {}
    for name, entry in entries.items():
        bare = name[4:] if name.startswith(PREFIXES) else name
        called = known.get(bare, bare) if bare not in twice else bare
        # A name that is taken already stays, and is then one too many.
        result[name if called in result else called] = entry
    return result


def _flat(name: str) -> list[str]:
    flat = re.sub(r"_running_(mean|var)$", r"_moving_\1", name.replace(".", "_"))
    slope = flat.removesuffix("_alpha")
    return [flat] if slope == flat else [flat, f"{slope}_gamma"]
