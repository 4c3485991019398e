"""Problems of the names phase with their positions."""

import re
from collections.abc import Iterable

from archspec.check.walk import Loc
from archspec.text.problems import Problems
from archspec.text.source import Span
from archspec.text.tree import Mapping, Scalar, Sequence, Tree, locate

_MOST = 12  # names listed in a help


class CheckProblems:
    """Collects problems; for a network written in Python, messages name the place."""

    def __init__(self, tree: Tree | None):
        self.tree = tree
        self.problems = Problems()

    def add(
        self,
        message: str,
        loc: Loc,
        help: str = "",
        *,
        key: bool = False,
        word: str = "",
        notes: tuple[str, ...] = (),
    ) -> None:
        """Report ``message`` at ``loc``.

        Args:
            message: the mistake.
            loc: its place in the spec.
            help: the correction.
            key: whether the last key of ``loc`` is wrong, not its value.
            word: a name in the value, if only that is wrong.
            notes: further information.
        """
        if self.tree is None:
            place = ".".join(str(step) for step in loc)
            self.problems.add(
                f"{place}: {message}" if place else message, None, help, notes
            )
            return
        span = find_word(self.tree, loc, word) if word else None
        span = span or locate(self.tree, loc, key=key)
        if span.start == span.end:
            span = locate(self.tree, loc, key=True)
        self.problems.add(message, span, help, notes)


def meant(help: str, names: Iterable[str]) -> set[str]:
    """The names that a help suggests; further problems with them follow from the
    misspelling.
    """
    return {name for name in names if f"'{name}'" in help}


def listing(what: str, names: Iterable[str]) -> str:
    """``params are: a, b, c``, shortened; ``there are no params`` if empty."""
    known = list(names)
    if not known:
        return f"there are no {what}"
    more = f" and {len(known) - _MOST} more" if len(known) > _MOST else ""
    return f"{what} are: {', '.join(known[:_MOST])}{more}"


def find_word(tree: Tree, loc: Loc, word: str) -> Span | None:
    """The first place of ``word`` in the texts at ``loc``."""
    for step in loc:
        if isinstance(tree, Mapping) and step in tree.entries:
            tree = tree.entries[str(step)].value
        elif isinstance(tree, Sequence) and isinstance(step, int):
            tree = tree.items[step]
    return _search(tree, re.compile(rf"(?<!\w){re.escape(word)}(?!\w)"))


def _search(tree: Tree, word: re.Pattern[str]) -> Span | None:
    if isinstance(tree, Scalar):
        found = word.search(tree.text)
        return tree.part(found.start(), len(found[0])) if found else None
    if isinstance(tree, Sequence):
        parts = list(tree.items)
    else:
        parts = [entry.value for entry in tree.entries.values()]
    return next((span for part in parts if (span := _search(part, word))), None)
