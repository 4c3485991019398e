"""Limits on the size of a network: the number of its nodes, and their nesting depth."""

from collections.abc import Generator
from contextlib import contextmanager

from archspec.graph.nodes import MAX_DEPTH, MAX_NODES, Loc
from archspec.graph.report import GraphProblems
from archspec.graph.scopes.values import Trail


class UnrollLimits:
    """Counts unrolled nodes, and stops when there are too many."""

    def __init__(self, report: GraphProblems):
        self.report = report
        self.visited, self.depth = 0, 0

    @property
    def left(self) -> int:
        """The number of nodes that are still allowed."""
        return MAX_NODES - self.visited

    def count(self, loc: Loc, trail: Trail) -> None:
        """Count one more node.

        Raises:
            CompileError: there are too many.
        """
        self.visited += 1
        if self.visited > MAX_NODES:
            message = f"the network has more than {MAX_NODES:,} nodes"
            self.report.add(message, loc, trail=trail)
            self.report.raise_if_any()

    @contextmanager
    def inside(self, loc: Loc) -> Generator[None, None, None]:
        """Enter a node that contains others.

        Raises:
            CompileError: it is nested too deeply.
        """
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = f"nodes nested deeper than {MAX_DEPTH} levels, blocks included"
            self.report.add(message, loc)
            self.report.raise_if_any()
        yield
        self.depth -= 1
