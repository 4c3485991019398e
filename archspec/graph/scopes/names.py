"""Resolves the names of `from`, `reuse` and `outputs`; ``archspec.check`` has found them."""

from collections.abc import Mapping

from archspec.graph.nodes import Loc
from archspec.graph.plans import plan
from archspec.graph.report import GraphProblems
from archspec.graph.scopes.scope import Bundle, Flow, NamedValue, NameLevel


class Names:
    """Looks names up; None if a problem was reported."""

    def __init__(self, report: GraphProblems, values: Mapping[str, int]):
        self.report, self.values = report, values

    def sources(self, item: plan.PlannedNode, x: Flow, level: NameLevel) -> list[Flow]:
        """The values that an item reads: ``x``, unless it has a ``from``."""
        loc = (*item.loc, "from")
        flows = [
            self.find(name, level, (*loc, k) if item.listed else loc)
            for k, name in enumerate(item.reads)
        ] or [x]
        return flows + [
            self.find(name, level, (*item.loc, key)) for key, name in item.also.items()
        ]

    def find(
        self, name: str, level: NameLevel, loc: Loc, only: str | None = None
    ) -> Flow:
        """The value of a name, for a reader that exists in the mode ``only``."""
        head, _, output = name.partition(".")
        entry = self.entry(head, level, loc)
        if entry is None:
            return None
        value = entry.value
        if output and isinstance(entry.module, plan.PlannedSeq):
            return self.values.get(f"{entry.path}.{output}")
        if not output or not isinstance(value, Bundle):
            return value
        tap = value.taps[output]
        if tap.only in (None, only):
            return tap.index
        message = f"{name!r} exists in {tap.only} mode only"
        help = f"read it from an output with only: {tap.only}"
        self.report.add(message, loc, help, level.trail)
        return None

    def entry(self, name: str, level: NameLevel, loc: Loc) -> NamedValue | None:
        """The node or input called ``name``."""
        inputs = level.inside.inputs
        if name in inputs or name == "input":
            return NamedValue(inputs[next(iter(inputs)) if name == "input" else name])
        found = level.scope.find(name)
        # A problem in the join around it can make a name missing.
        if found is None and not self.report.found.items:
            message = f"there is no {name!r} here: its branch is left out"
            help = "'when' or 'skip' is false on the join around it"
            self.report.add(message, loc, help, level.trail)
        return found

    def module(
        self, operation: plan.PlannedReuse, loc: Loc, level: NameLevel
    ) -> tuple[plan.Operation | None, str]:
        """The module that ``reuse`` names, and the path that owns its tensors."""
        place = (*loc, "node")
        entry = self.entry(operation.node, level, place)
        if entry is None:
            return None, ""
        if entry.module is None:
            message = f"{operation.node!r} is skipped here: its 'when' is false"
            help = "give both the same 'when'"
            self.report.add(message, place, help, level.trail)
        return (None if entry.value is None else entry.module), entry.owner
