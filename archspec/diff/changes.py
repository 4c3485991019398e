"""What a comparison found: plain data, for people and JSON alike."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from archspec.record import record

VERSION = 1  # of the JSON form; see docs/python.md

Facts: TypeAlias = Mapping[str, Any]
Pairs: TypeAlias = Mapping[str, tuple[Any, Any]]  # before and after


@record
class Changed:
    """A node that both networks have.

    Attributes:
        path: in the first network.
        to: in the second; another where it is renamed.
        facts: those that differ, before and after: "op", a field of the operator,
            "inputs", "reuses", "only", "init", "shape", "parameters", "buffers",
            "macs". None is there for a node that is renamed and nothing else.
    """

    path: str
    to: str
    facts: Pairs


@record
class Changes:
    """All that differs.

    Attributes:
        totals: "name", "params", "outputs", "nodes", "parameters", "buffers" and
            "macs" of both networks, equal ones as well.
        removed: facts of the nodes that only the first has, by path.
        added: facts of the nodes that only the second has, by path.
        changed: nodes of both that differ, in the order of the first.
        renamed: nodes that are the same under another path, from the first to the
            second: the same operator and fields, reading the same nodes.
        groups: the text's view of ``removed`` and ``added``: the outermost level whose
            nodes are all among them, by path, and what that is.
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
        """As JSON has it; docs/python.md describes it."""
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
