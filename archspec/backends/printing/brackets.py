"""Bracketed items, and the targets of loops and assignments."""

from collections.abc import Sequence

from archspec.backends.printing.doc import SOFT, Broken, Doc, Group, Indent, Line
from archspec.backends.python.nodes import Target


def bracketed(brackets: str, items: Sequence[Doc], is_tuple: bool) -> Doc:
    """``items`` in brackets: on one line, or one item a line with a comma at the end."""
    left, right = brackets
    if not items:
        return left + right
    if len(items) == 1 and is_tuple:
        return Group((left, Indent((SOFT, items[0], ",")), SOFT, right))
    if len(items) == 1 and left == "(":
        return Group((left, Indent((SOFT, items[0])), SOFT, right))
    parts: list[Doc] = []
    for item in items:
        parts += [",", Line(), item] if parts else [item]
    inner: Doc = (*parts, Broken(","))
    # The whole content may move to one line of its own before it explodes; a tuple or a
    # list explodes at once.
    listed = is_tuple or left == "["
    return Group((left, Indent((SOFT, inner if listed else Group(inner))), SOFT, right))


def parenthesized(inner: Doc) -> Doc:
    return Group(("(", Indent((SOFT, inner)), SOFT, ")"))


def loop_target(names: Target) -> Doc:
    """The target of a loop: ``a, b`` or ``i, (a, b)``; ``(a,)`` always has parentheses."""
    if isinstance(names, str):
        return names
    if len(names) == 1:
        return _inner_target(names)
    parts: list[Doc] = []
    for part in names:
        doc = _inner_target(part)
        parts += [",", Line(), doc] if parts else [doc]
    inside = Indent((SOFT, *parts, Broken(",")))
    return Group((Broken("("), inside, SOFT, Broken(")")))


def _inner_target(names: Target) -> Doc:
    if isinstance(names, str):
        return names
    return bracketed("()", [_inner_target(name) for name in names], True)
