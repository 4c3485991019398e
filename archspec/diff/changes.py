"""The changes that a comparison found, as plain data."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from archspec.record import record

VERSION = 1  # of the JSON format; see docs/python.md

Facts: TypeAlias = Mapping[str, Any]
Pairs: TypeAlias = Mapping[str, tuple[Any, Any]]  # before and after


@record
class Changed:
    """A node in both networks.

    Attributes:
        path: its path in the first network.
        to: its path in the second, different if it is renamed.
        facts: the facts that differ, before and after: "op", a field of the operator,
            "inputs", "reuses", "only", "init", "shape", "parameters", "buffers",
            "macs". Empty for a node that is only renamed.
    """

    path: str
    to: str
    facts: Pairs


@record
class Changes:
    """All differences.

    Attributes:
        totals: "name", "params", "outputs", "nodes", "parameters", "buffers" and
            "macs" of both networks, equal ones as well.
        removed: facts of the nodes that only the first has, by path.
        added: facts of the nodes that only the second has, by path.
        changed: nodes of both that differ, in the order of the first.
        renamed: nodes with another path but the same operator, fields and inputs: path
            in the first network to path in the second.
        groups: ``removed`` and ``added`` for the text: the outermost levels whose nodes
            are all among them, by path, with their kinds.
    """

    totals: Pairs
    removed: Mapping[str, Facts]
    added: Mapping[str, Facts]
    changed: tuple[Changed, ...]
    renamed: Mapping[str, str]
    groups: "tuple[Mapping[str, str], Mapping[str, str]]"

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        nodes = (self.removed, self.added, self.changed, self.renamed)
        return not any(nodes) and all(a == b for a, b in self.totals.values())

    def plain(self) -> dict[str, Any]:
        """The JSON format, which docs/python.md describes."""
        return {
            "archspec_diff": VERSION,
            "equal": self.equal,
            "totals": {name: list(pair) for name, pair in self.totals.items()},
            "added": dict(self.added),
            "removed": dict(self.removed),
            "changed": {
                item.path: {name: list(pair) for name, pair in item.facts.items()}
                for item in self.changed
            },
            "renamed": dict(self.renamed),
        }
