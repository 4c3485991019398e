"""Differences as tables."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from archspec.diff.changes import Changed, Changes, Facts
from archspec.ops import spell
from archspec.view.levels import prefixes
from archspec.view.tables import grid
from archspec.view.words import plural, spell_value

NUMBERS = ("nodes", "parameters", "buffers", "macs")
_COUNTED = ("parameters", "buffers", "macs")  # they have columns of their own


def diff_text(diff: Changes) -> str:
    """The nodes that differ, then the totals of both networks."""
    before, after = diff.totals["name"]
    if diff.equal:
        return f"{before}: no difference in {plural(diff.totals['nodes'][0], 'node')}\n"
    rows = [*_rows(diff)]
    nodes = grid(("", "node", "change", "parameters", "MACs"), rows, right=2)
    parts = [f"{before} -> {after}\n", nodes if rows else "", _totals(diff)]
    return "\n".join(filter(None, parts))


def _rows(diff: Changes) -> Iterator[tuple[str, ...]]:
    removed, added = diff.groups
    sums = _sums(removed, diff.removed, -1)
    for group, about in removed.items():
        yield "-", group, about, *sums[group]
    for (old, new), count in _renamed(diff.renamed).items():
        about = f"renamed to {new}" + (f", {count} nodes" if count > 1 else "")
        yield ">", old, about, "", ""
    for item in diff.changed:
        about = _about(diff, item)
        if about:
            its = (
                _change(*item.facts.get(name, (0, 0)))
                for name in ("parameters", "macs")
            )
            yield "~", item.path, about, *its
    sums = _sums(added, diff.added, 1)
    for group, about in added.items():
        yield "+", group, about, *sums[group]


def _sums(
    groups: Mapping[str, str], nodes: Mapping[str, Facts], sign: int
) -> dict[str, tuple[str, str]]:
    """The contribution of each group to parameters and MACs."""
    sums = {group: [0, 0] for group in groups}
    for path, facts in nodes.items():
        group = next(level for level in (*prefixes(path), path) if level in groups)
        sums[group][0] += facts["parameters"]
        sums[group][1] += facts["macs"]
    return {
        group: (_change(0, sign * params), _change(0, sign * macs))
        for group, (params, macs) in sums.items()
    }


def _change(old: int, new: int) -> str:
    return f"{new - old:+,}" if new != old else ""


def _renamed(renamed: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Old and new paths without their common suffix, with the number of their nodes."""
    groups: dict[tuple[str, str], int] = {}
    for old, new in renamed.items():
        left, right = old.split("."), new.split(".")
        while min(len(left), len(right)) > 1 and left[-1] == right[-1]:
            del left[-1], right[-1]
        pair = (".".join(left), ".".join(right))
        if left[-1] == right[-1]:  # one is inside a new level: it has no common name
            pair = (old, new)
        groups[pair] = groups.get(pair, 0) + 1
    return groups


def _about(diff: Changes, item: Changed) -> str:
    """The differences in a node, except that it reads an added or a removed node."""
    parts: list[str] = []
    for name, (old, new) in item.facts.items():
        if name in _COUNTED or (name == "inputs" and _explained(diff, old, new)):
            continue
        parts.append(f"{name} {_spelt(name, old)} -> {_spelt(name, new)}")
    if not parts and not item.facts.keys().isdisjoint(_COUNTED):
        parts.append("by its input")
    return ", ".join(parts)


def _explained(diff: Changes, old: list[str], new: list[str]) -> bool:
    left, came = set(old) - set(new), set(new) - set(old)
    gone = bool(left) and left <= diff.removed.keys()
    return gone or (bool(came) and came <= diff.added.keys())


def _spelt(name: str, value: Any) -> str:
    if value is None or value == {}:
        return "-"
    if name == "shape":
        return spell(value)
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return ", ".join(f"{key}: {item}" for key, item in items)
    if name == "inputs":
        return ", ".join(value)
    return spell_value(value)


def _totals(diff: Changes) -> str:
    rows: list[tuple[str, str, str, str]] = []
    for name, (old, new) in diff.totals.items():
        if name in NUMBERS:
            label = "MACs" if name == "macs" else name
            rows.append((label, f"{old:,}", f"{new:,}", _difference(old, new)))
        elif name != "name" and old != new:
            keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
            rows += [
                (f"{name[:-1]} {key}", _value(old.get(key)), _value(new.get(key)), "")
                for key in keys
            ]
    return grid(("", *diff.totals["name"], ""), rows, right=3)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        output = cast("Mapping[str, Any]", value)
        only = f" ({output['only']} only)" if output["only"] else ""
        return f"{output['node']}{only}"
    return "-" if value is None else spell_value(value)


def _difference(old: int, new: int) -> str:
    if old == new:
        return ""
    share = f" ({new / old - 1:+.1%})" if old else ""
    return f"{new - old:+,}{share}"
