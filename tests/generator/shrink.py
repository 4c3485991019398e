"""Makes a failing spec small: removes everything that can go without curing the
failure.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import yaml

from tests.generator.random_extends import whole
from tests.generator.random_specs import APART
from tests.generator.strategies import drop_unused, dump

Spec = dict[str, Any]
Fails = Callable[[str], bool]

KEPT = ("archspec", "name", "input", "body", "op")  # keys that nothing is without
TRIES = 400


def shrink(text: str, fails: Fails, tries: int = TRIES) -> str:
    """A smaller text for which ``fails`` still holds, after at most ``tries`` calls."""
    spec, left = whole(list(yaml.safe_load_all(text))), tries
    if APART in text and not fails(dump(spec)):
        return text  # it takes two to fail
    begun = True
    while begun and left:
        begun = False
        for smaller in reductions(spec):
            smaller = tidy(smaller)
            if smaller == spec:
                continue
            if not left:
                break
            left -= 1
            if fails(dump(smaller)):
                spec, begun = smaller, True
                break
    return dump(spec)


def reductions(spec: Spec) -> Iterator[Spec]:
    """``spec`` with one part less, large parts first."""
    paths = sorted(_paths(spec), key=len)
    for path in paths:
        for change in (_without, _unwrapped):
            found = change(spec, path)
            if found is not None:
                yield found
    for path in paths:
        yield from _simpler(spec, path)


def tidy(spec: Spec) -> Spec:
    """``spec`` without unread blocks, params, arguments and local values."""
    spec = deepcopy(spec)
    blocks: dict[str, Any] = spec.get("blocks", {})
    while True:
        before = deepcopy(spec)
        for name, block in list(blocks.items()):
            drop_unused(block)
            for node in _nodes(spec):
                if node.get("op") == name:
                    for key in node.keys() - KEPT - {"from", "when", "only"}:
                        if key not in block.get("params", {}):
                            del node[key]
            others = [spec["body"], *(b for n, b in blocks.items() if n != name)]
            if name not in str(others):
                del blocks[name]
        drop_unused(spec)
        if spec == before:
            break
    for definition in [spec, *blocks.values()]:
        for key in ("params", "let", "blocks"):
            if not definition.get(key, True):
                del definition[key]
    return spec


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _nodes(item)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _paths(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, (*path, index))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def _without(spec: Spec, path: tuple[Any, ...]) -> Spec | None:
    """The spec without the value at ``path``."""
    if not path or path[-1] in KEPT:
        return None
    spec = deepcopy(spec)
    del _at(spec, path[:-1])[path[-1]]
    return spec


def _unwrapped(spec: Spec, path: tuple[Any, ...]) -> Spec | None:
    """The body of a group, a repeat or a join, in place of it."""
    node = _at(spec, path)
    if not isinstance(node, dict) or "op" not in node or "body" not in node:
        return None
    spec, body = deepcopy(spec), node["body"]
    around, key = _at(spec, path[:-1]), path[-1]
    inner = list(body.values()) if isinstance(body, dict) else body
    if isinstance(body, str) or "op" in body:
        around[key] = body
    elif isinstance(around, list):
        around[key : key + 1] = inner
    elif isinstance(body, dict):
        items = [(k, v) if k != key else None for k, v in around.items()]
        around.clear()
        for item in items:
            around.update([item] if item else body.items())
    elif len(inner) == 1:
        around[key] = inner[0]
    else:
        return None
    return spec


def _simpler(spec: Spec, path: tuple[Any, ...]) -> Iterator[Spec]:
    """The spec with a simpler value at ``path``."""
    value = _at(spec, path)
    found: list[Any] = []
    match value:
        case bool() | float():
            pass
        case int():
            found = [n for n in (1, 2, value // 2, value - 1) if 0 < n < value]
        case str() if path[-1] not in ("op", "from", "mode", "kind", "as", "only"):
            found = [1, 2, 3, 4, True, False]
        case [first, second] if first == second:
            found = [first]
        case {"op": op} if len(value) == 1:
            found = [op]
        case _:
            pass
    for simpler in found:
        changed = deepcopy(spec)
        _at(changed, path[:-1])[path[-1]] = simpler
        yield changed
