"""Collects the problems of an elaboration, each with its place and trail."""

from collections.abc import Sequence

from archspec.graph.nodes import Frame, Loc
from archspec.text.load import Tree, locate
from archspec.text.problems import Problems, Related
from archspec.text.source import Span

_SHOWN = 8  # block calls around a problem in its notes


class GraphProblems:
    """Problems by place in the spec; a problem of several instances appears once."""

    def __init__(self, tree: Tree | None):
        self.tree = tree
        self.found = Problems()
        self.seen: set[tuple[str, Loc]] = set()

    def add(
        self,
        message: str,
        loc: Loc = (),
        help: str = "",
        trail: Sequence[Frame] = (),
        notes: Sequence[str] = (),
        key: bool = False,
    ) -> None:
        """Add a problem in the value at ``loc``, or with ``key`` in its key."""
        if (message, loc) in self.seen:
            return
        self.seen.add((message, loc))
        if self.tree is None and loc:
            message = f"{'.'.join(map(str, loc))}: {message}"
        related = tuple(map(self.note_of, trail[:_SHOWN]))
        if len(trail) > _SHOWN:
            related += (Related(f"in {len(trail) - _SHOWN} more blocks", None),)
        self.found.add(message, self.span(loc, key), help, tuple(notes), related)

    def span(self, loc: Loc, key: bool = False) -> Span | None:
        """The text at ``loc``; None for a network that was not read from a file."""
        if self.tree is None or not loc:
            return None
        return locate(self.tree, loc, key)

    def note_of(self, frame: Frame) -> Related:
        """One step of a trail: the call and its position."""
        message = f"in block '{frame.block}', instantiated as {frame.path}"
        return Related(message, self.span(frame.loc))

    def raise_if_any(self) -> None:
        """Raise CompileError with all problems, if there are any."""
        self.found.raise_if_any()
