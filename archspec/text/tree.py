"""The tree of a YAML text: values with their positions."""

import re
from collections.abc import Sequence as Steps
from typing import Any, TypeAlias

from archspec.record import record
from archspec.text.scalars import ScalarValue
from archspec.text.source import Span


@record
class Scalar:
    """A value; its ``text`` starts ``offset`` characters into the span."""

    value: ScalarValue
    text: str
    span: Span
    offset: int = 0

    def part(self, offset: int, length: int) -> Span:
        """The span of a part of the text in the source.

        The whole scalar, if the length is 0, or if the text is not literally in the
        source because it has escapes or several lines.
        """
        start = self.span.start + self.offset
        verbatim = self.span.source.text.startswith(self.text, start)
        if not length or not verbatim or "\n" in self.text:
            return self.span
        return self.span.sub(self.offset + offset, length)


@record
class MappingEntry:
    key: Span
    value: "Tree"


@record
class Mapping:
    entries: dict[str, MappingEntry]
    span: Span


@record
class Sequence:
    items: "tuple[Tree, ...]"
    span: Span


Tree: TypeAlias = Scalar | Mapping | Sequence


def plain(tree: Tree) -> Any:
    """The tree as dicts, lists and scalars."""
    if isinstance(tree, Mapping):
        return {key: plain(entry.value) for key, entry in tree.entries.items()}
    if isinstance(tree, Sequence):
        return [plain(item) for item in tree.items]
    return tree.value


def locate(tree: Tree, path: Steps[str | int], key: bool = False) -> Span:
    """The span of the deepest part of the tree on a path.

    Steps that do not exist are ignored. With ``key``, the span of the key if the last
    step entered a mapping.
    """
    span = tree.span
    for step in path:
        if isinstance(tree, Mapping) and isinstance(step, str) and step in tree.entries:
            entry = tree.entries[step]
            tree, span = entry.value, entry.key if key else entry.value.span
        elif isinstance(tree, Sequence) and step in range(len(tree.items)):
            tree = tree.items[int(step)]
            span = tree.span
    return span


def fragment_help(key: str, mapping: Mapping | None = None) -> str:
    """Help for an unknown key without a value that is a fragment of an expression or
    entry.

    In ``{channels: max(8, w)}`` YAML sees a key ``w)``, in ``{channels:3}`` a key
    ``channels:3``. With the mapping, the help quotes the whole expression. Empty if the
    key looks like neither.
    """
    if mapping and (whole := _split_expression(key, mapping)):
        part = f"'{whole}' was split at the comma"
    elif not _balanced(key):
        part = f"'{key}' looks like a part of an expression that was split at a comma"
    elif glued := re.fullmatch(r"([A-Za-z_][\w-]*)(?::| +)(\S.*)", key):
        return f"write '{glued[1]}: {glued[2]}'"
    else:
        return ""
    return (
        f"{part}: quote an expression that has a comma or bracket inside {{ }} or [ ]"
    )


def _split_expression(key: str, mapping: Mapping) -> str:
    """The source of the expression that was split into ``key``, or an empty text."""
    entries = list(mapping.entries.values())
    keys = list(mapping.entries)
    if key not in keys:
        return ""
    first = last = keys.index(key)
    while first and is_empty(entries[first].value):
        first -= 1
    start = entries[first].value.span
    while last < len(keys) and is_empty(entries[last].value):
        whole = start.source.text[start.start : entries[last].key.end]
        if not _balanced(start.text) and _balanced(whole):
            return whole
        last += 1
    return ""


def is_empty(tree: Tree) -> bool:
    """Whether the value is missing."""
    return isinstance(tree, Scalar) and tree.span.start == tree.span.end


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")
