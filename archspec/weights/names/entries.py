"""The names in a weight file, converted to those of a framework's own file."""

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

_SNAPSHOT = "updater/"  # prefix of names in a snapshot of Chainer's trainer
_MODEL = "updater/model:"  # and of its networks
_FEW = 8  # prefixes in a message


@record(eq=False)
class Entry:
    """An item of a file.

    Attributes:
        origin: its name in the file.
        value: a tensor that is not read yet, or any other value.
    """

    origin: str
    value: object


Entries: TypeAlias = "dict[str, Entry]"


def entries_of(items: Mapping[str, object], reading: Reading, path: str) -> Entries:
    """``items`` by their names after the rules of ``reading``.

    Raises Malformed if a name is not text, WeightsError if two names become equal.
    """
    if not all(isinstance(name, str) for name in cast("Mapping[Any, object]", items)):
        raise Malformed("a key in it is not text", "select a dict: --key")
    found = {name: Entry(name, value) for name, value in items.items()}
    return renamed(found, reading.map, path)


def structured(items: Mapping[str, object]) -> dict[str, object]:
    """``items`` without Paddle's table of names, renamed by it.

    The table maps names of a state dict to global ones such as "conv2d_0.w_0", which
    some files use. Both names of a tensor are present afterwards.
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
    """The network in a trainer's snapshot, and the prefix of its names.

    Everything else is ignored. If no part fits, the only model is used. Raises
    Malformed if there are several.
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
            f"the network may be one of {several}", f"choose one: --key {found[0][:-1]}"
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
    """Whether they come from an MXNet Module checkpoint or an exported block."""
    return any(entry.origin.startswith(PREFIXES) for entry in entries.values())


def variable(entry: Entry) -> str:
    """The name of a tensor in a symbol."""
    return entry.origin[4:] if entry.origin.startswith(PREFIXES) else entry.origin


def dotted(entries: Entries, slots: Iterable[Slot]) -> Entries:
    """The tensors of a symbol, which have flat names, by the names of a Gluon block.

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
        # If the name is taken already, keep the flat one, which is then unexpected.
        result[name if called in result else called] = entry
    return result


def _flat(name: str) -> list[str]:
    flat = re.sub(r"_running_(mean|var)$", r"_moving_\1", name.replace(".", "_"))
    slope = flat.removesuffix("_alpha")
    return [flat] if slope == flat else [flat, f"{slope}_gamma"]
